"""Places in the database: loading, finding, resolving, paths. Jilin is loaded once for all tests."""

from datetime import date

import pytest
from django.db import connections

from hutong.ground import clock
from hutong.places import commands, lookup, refs
from hutong.places.find import find, search
from hutong.places.loader import load
from hutong.places.lookup import PlaceNotFound, resolve
from hutong.places.models import Change, Former, Place, StatisticalCode
from hutong.places.villages import VillageNames

pytestmark = pytest.mark.django_db
OWNER = pytest.mark.django_db(databases=["default", "owner"])


def codes(text: str, **where: int) -> list[int]:
    return [place.code for place in find(text, **where)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("安图县", 222426000000),
        ("安图", 222426000000),
        ("延边州", 222400000000),
        ("伊通县", 220323000000),
        ("长白山", 229800000000),
        ("安图县万宝镇", 222426105000),
        ("安图万宝", 222426105000),
        ("吉林省延边州安图县万宝镇新立村", 222426105204),
        ("antu", 222426000000),
        ("An tu xian", 222426000000),
        ("atx", 222426000000),
        ("changchun", 220100000000),
        ("hunchun", 222404000000),
        ("222426", 222426000000),
        ("222426105", 222426105000),
        ("222426120111", 229801120111),
        ("229801120111", 229801120111),
        ("叶赫", 220303102000),
    ],
)
def test_the_first_place_found(text, code):
    assert codes(text)[0] == code


def test_pinyin_and_initials_of_a_township_within_its_county():
    assert codes("wanbao", within=222426000000)[0] == 222426105000
    assert codes("wbz", within=222426000000)[0] == 222426105000
    assert codes("liangbing", level=4) == [222426106000]


def test_an_ambiguous_short_name_is_said_to_be():
    found = search("靠山", within=220122103000)
    assert found.ambiguous
    assert [place.name for place in found.places] == ["靠山镇", "靠山居委会", "靠山村委会"]
    assert not search("靠山村", within=220122103000).ambiguous
    assert codes("靠山村", within=220122103000) == [220122103200]
    assert codes("靠山社区", within=220122103000) == [220122103001]


def test_places_of_the_same_name_are_all_found_and_a_path_tells_them_apart():
    assert {220122103000, 220323105000} <= set(codes("靠山镇"))
    assert search("靠山镇").ambiguous
    assert codes("农安县靠山镇") == [220122103000]
    assert codes("伊通县靠山镇") == [220323105000]


def test_exact_names_come_before_short_names_before_beginnings():
    found = find("新立", level=5, limit=50)
    rank = [0 if place.name == "新立" else 1 if place.short_name == "新立" else 2 for place in found]
    assert rank == sorted(rank)


@pytest.mark.parametrize(
    "text", ["", " ", "查无此村", "%", "_", "\\", "\0", "\ud800", "' or 1=1", "9999", "9" * 99, "a" * 200, "𐩀"]
)
def test_what_fits_nothing_finds_nothing(text):
    assert find(text) == []


@pytest.mark.parametrize("short", ["22", 2224, "222426", "222426105", "222426105204", "２２２４２６"])
def test_national_codes_resolve(short):
    assert str(resolve(short).code).startswith(str(int(short)))


def test_the_pseudo_townships_resolve_to_changbaishan():
    assert (resolve(222426120).code, resolve(222426120).level) == (229801120000, 4)
    assert resolve("220621120300").code == 229802120300
    assert resolve(229801120000) == resolve("222426120000")
    assert resolve(229801000000).level == 3


@pytest.mark.parametrize("wrong", ["222426999", "abc", "", 7, "222426120999"])
def test_an_unknown_code_is_refused_in_chinese(wrong):
    with pytest.raises(PlaceNotFound, match=r"区划代码"):
        resolve(wrong)


def test_a_code_means_what_it_means_on_the_day():
    with clock.at(date(2023, 6, 29)), pytest.raises(PlaceNotFound):
        resolve(222426120)


def test_the_path_and_the_units_below():
    assert lookup.spoken_path(lookup.path_of(XINLI)) == "吉林省延边朝鲜族自治州安图县万宝镇新立村委会"
    assert refs.path_text(229801120111) == "吉林省 › 长白山管委会 › 池北区 › 站前社区（白河）"
    assert lookup.spoken_path(lookup.path_of(229801120111)) == "吉林省长白山管委会池北区站前社区（白河）"
    below = [place.name for place in lookup.children_of(220000000000)]
    assert (len(below), below[-1]) == (10, "长白山管委会")
    assert "池北区" not in {place.name for place in lookup.children_of(222426000000)}
    assert lookup.children_of(XINLI) == []


XINLI = 222426105204


def test_national_codes_of_places():
    national = lookup.statistical_codes_of([XINLI, 229801120111, 229801000000])
    assert national == {XINLI: XINLI, 229801120111: 222426120111}


def test_paths_of_many_places_are_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(lookup.paths_of([XINLI, 229801120111, 220122103204])) == 3


def test_the_villages_of_a_ledger_take_three_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        ledger = VillageNames(222426105000)
    assert ledger.match("新立村").statistical_code == 222426105204
    assert ledger.match("裕民社区").status == "outside"
    assert VillageNames(XINLI).match("").place_code == XINLI
    assert VillageNames(220000000000).match("安图县万宝镇新立村").place_code == XINLI


def test_the_command_says_whether_a_name_is_ambiguous():
    answer = commands.find_places("农安靠山村")
    assert answer["ambiguous"] is False
    assert answer["places"] == [
        {
            "code": 220122103200,
            "statistical_code": 220122103200,
            "name": "靠山村委会",
            "level": 5,
            "path": "吉林省长春市农安县靠山镇靠山村委会",
        }
    ]


def test_the_command_wants_one_province_or_all():
    for province, everything in ((None, False), (22, True)):
        with pytest.raises(ValueError, match="二者选一"):
            commands.load_places(province, everything)


@OWNER
def test_a_second_load_changes_nothing_and_ids_stay():
    before = dict(Place.objects.using("owner").filter(code__lt=23 * 10**10).values_list("code", "id"))
    count = StatisticalCode.objects.using("owner").count()
    assert load([22]) == len(before) == 13018
    assert dict(Place.objects.using("owner").values_list("code", "id")) == before
    assert StatisticalCode.objects.using("owner").count() == count == 13014


@OWNER
def test_a_load_mends_what_differs():
    places = Place.objects.using("owner")
    id_before = places.get(code=XINLI).pk
    places.filter(code=XINLI).update(name="旧名", pinyin="jiuming")
    load([22])
    mended = places.get(code=XINLI)
    assert (mended.pk, mended.name, mended.pinyin) == (id_before, "新立村委会", "xinlicunweihui")


@OWNER
def test_a_code_that_comes_to_mean_another_place_ends_for_the_first_on_that_day():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE places_statisticalcode SET valid = daterange('2020-01-01', NULL), place_id = "
            "(SELECT id FROM places_place WHERE code = 222426102000) WHERE code = 222426120000"
        )
    load([22])
    meanings = StatisticalCode.objects.using("owner").filter(code=222426120000).order_by("valid")
    assert [(one.place.code, one.valid.lower, one.valid.upper) for one in meanings] == [
        (222426102000, date(2020, 1, 1), date(2023, 6, 30)),
        (229801120000, date(2023, 6, 30), None),
    ]


@OWNER
def test_a_load_brings_back_neither_old_codes_nor_old_names():
    places, today = Place.objects.using("owner"), date(2026, 11, 20)
    change = Change.objects.using("owner").create(
        kind="merge", code=XINLI, new_code=XINLI, name="旧名", new_name="新名", in_force=today, document="文", reason="因",
        done_on=today, done_at="2026-11-20T00:00:00Z", by_name="陈工",
    )  # fmt: skip
    gone, renamed = places.get(code=XINLI + 1), places.get(code=XINLI)
    for place in (gone, renamed):
        Former.objects.using("owner").create(
            place=renamed, stable_id=place.pk, code=place.code, level=5, name=place.name, short_name=place.short_name,
            until=today, change=change,
        )  # fmt: skip
    StatisticalCode.objects.using("owner").filter(place=gone).delete()
    gone.delete()
    places.filter(pk=renamed.pk).update(name="新名")
    load([22])
    assert not places.filter(code=XINLI + 1).exists()
    assert places.get(code=XINLI).name == "新名"
