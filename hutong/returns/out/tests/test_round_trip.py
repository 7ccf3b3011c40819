"""A2-3: what goes out in the office layout comes in again and changes nothing, whatever stands in the files."""

from datetime import date, timedelta
from random import Random

import pytest

from hutong.accounts import context, grants
from hutong.children.actions import NewFile, register
from hutong.children.models import choices as c
from hutong.children.tests.factories import registered
from hutong.children.values.id_number import check_digit
from hutong.ground import clock
from hutong.ledgers.intake import work
from hutong.ledgers.reading.errors import LedgerWithoutHeader
from hutong.places.models import Place
from hutong.returns.out.layout import layouts
from hutong.returns.out.tests.support import exported, rows, sheet
from tests.cast import ANTU, WANBAO, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 31)
LEDGER = "layout:township-ledger"
NAMES = ["欧阳娜娜", "买买提·阿不都", "𠮷田𡈽", "王㐂", "李=梅", "艾力·江", "안영희", "Nguyễn Văn"]
TEXTS = ["", "=HYPERLINK(\"http://x\",\"点\")", "+86 补", "-1", "@SUM(A1)", "＝1+1", "'已有撇号", "长" * 500, "两 个  空格",
         "换。行；注：", "1、2、3", "共3人", "=", "家在\U00020bb7村"]  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def number(rng: Random, born: date, sex: str) -> str:
    first = f"222426{born:%Y%m%d}{rng.randrange(50):02d}{rng.randrange(5) * 2 + (sex == 'male')}"
    return first + check_digit(first)


def invented(rng: Random, villages: list[int], n: int) -> NewFile:
    """A file with whatever can stand in one."""
    born, sex = TODAY - timedelta(rng.randrange(1, 17 * 365)), rng.choice(["male", "female"])
    some = lambda values: rng.choice(["", *values])  # noqa: E731  # shorter than a function of its own, used below only
    kind = rng.choice(["resident", "resident", "resident", "none", "not_seen"])
    name = rng.choice(NAMES) + "甲乙丙丁戊己庚辛"[n % 8] + "子丑寅卯"[n // 8 % 4]
    person = lambda kind: {"kind": kind, "name": rng.choice(["", "艾力•江", *NAMES]), "phone": rng.choice([None, "13844330002", "+82-10-22334455"]),  # noqa: E731  # shorter than a function of its own, used below only
                           "location": rng.choice(["", "大连市", "=1", "在家"])}  # fmt: skip
    return NewFile(
        place=rng.choice(villages),
        child={"name": name, "sex": sex, "birth_date": born, "id_kind": kind, "health": some(c.Health.values),
               "id_number": number(rng, born, sex) if kind == "resident" else None, "ethnicity": some(["汉族", "朝鲜族", "穿青人"]),
               "care_reason": some(c.CareReason.values), "hukou_nature": some(c.HukouNature.values),
               "income_source": some(c.IncomeSource.values), "address": rng.choice(TEXTS)[:200],
               "illness": rng.choice(["", "哮喘"]), "remark": rng.choice(TEXTS)},
        relatives=[person("father"), person("mother"), {**person("carer"), "relation": some(c.Relation.values)}]
        + ([{**person("guardian"), "relation": some(c.Relation.values)}] if rng.random() < 0.3 else []),
        categories=[{"key": key} for key in rng.sample(c.CategoryKey.values, rng.randrange(4))],
        schooling=rng.choice([None, {"stage": rng.choice(c.Stage.values), "school": "第三中学", "boarding": rng.choice([None, True, False])}]),
        aids=rng.sample([kind for kind in c.AidKind.values if kind != "none"], rng.randrange(3)),
    )  # fmt: skip


def taken_in(grant, content, place, tmp_path):
    path = tmp_path / "again.xlsx"
    path.write_bytes(content)
    with context.within(grant):
        return work.checked(grant, work.read_bytes(path.name, content), place, TODAY).checked


@pytest.mark.parametrize("seed", range(3))
def test_the_townships_ledger_out_and_in_again_changes_nothing(cast, tmp_path, seed):
    rng = Random(seed)
    villages = list(Place.objects.filter(code__gt=WANBAO, code__lt=WANBAO + 1000).values_list("code", flat=True))
    with context.within(grants.system()) as system:
        register(system, [invented(rng, villages, n) for n in range(32)], TODAY)
    _, content = exported(cast.wanbao, WANBAO, LEDGER, full=True)
    again = taken_in(grant_of(cast.wanbao), content, WANBAO, tmp_path)
    odd = [(row.row, row.outcome, row.problems, row.changes) for row in again.rows if row.outcome != "unchanged"]
    assert odd == []
    assert again.totals == {"new": 0, "changed": 0, "unchanged": 32, "duplicate": 0, "refused": 0}


@pytest.mark.parametrize("key", [one.key for one in layouts().values() if one.kind == "roster"])
def test_every_roster_that_is_shipped_comes_in_again_unchanged(cast, tmp_path, key):
    rng = Random(key)
    villages = list(Place.objects.filter(code__gt=WANBAO, code__lt=WANBAO + 1000).values_list("code", flat=True))
    with context.within(grants.system()) as system:
        register(system, [invented(rng, villages, n) for n in range(32)], TODAY)
    _, content = exported(cast.antu, ANTU, f"layout:{key}", full=True)
    again = taken_in(grant_of(cast.antu), content, ANTU, tmp_path)
    odd = [(row.row, row.outcome, row.problems, row.changes) for row in again.rows if row.outcome != "unchanged"]
    assert odd == []
    assert again.rows


@pytest.mark.parametrize("key", [one.key for one in layouts().values() if one.kind == "summary"])
def test_a_summary_that_is_dropped_in_is_refused_in_words(cast, tmp_path, key):
    with context.within(grants.system()) as system:
        register(system, [invented(Random(1), [WANBAO + 204], n) for n in range(12)], TODAY)
    _, content = exported(cast.antu, ANTU, f"layout:{key}")
    with pytest.raises(LedgerWithoutHeader, match=r"汇总数字|没有找到表头"):
        taken_in(grant_of(cast.antu), content, ANTU, tmp_path)


def test_a_masked_ledger_comes_in_again_unchanged_too(cast, tmp_path):
    registered(id_number=number(Random(1), date(2018, 3, 4), "male"))
    export, content = exported(cast.wanbao, WANBAO, LEDGER)
    assert not export.full
    text = str(rows(content))
    assert "138••••0001" in text
    assert "13844330001" not in text
    assert taken_in(grant_of(cast.wanbao), content, WANBAO, tmp_path).totals["unchanged"] == 1


def test_the_text_of_a_formula_does_not_run_and_is_restored_exactly(cast, tmp_path):
    registered(remark="=1+1")
    _, content = exported(cast.wanbao, WANBAO, LEDGER, full=True)
    page = sheet(content)
    assert not any(cell.data_type == "f" for line in page.iter_rows() for cell in line)
    assert page.cell(7, 21).value == "'=1+1"
    [row] = taken_in(grant_of(cast.wanbao), content, WANBAO, tmp_path).rows
    assert row.child
    assert (row.outcome, row.child.facts["remark"]) == ("unchanged", "=1+1")


def test_it_looks_like_the_offices_own(cast):
    registered()
    _, content = exported(cast.wanbao, WANBAO, LEDGER)
    page = sheet(content)
    assert page["A1"].value == "万宝镇农村留守儿童和困境儿童信息台账"
    assert page["A2"].value == "填报单位：万宝镇（盖章）        填报时间：2026年10月31日"
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"A1:U1", "A2:U2", "A3:A5", "J3:L3", "M3:O3", "P3:R3"} <= merged
    assert [page["J3"].value, page["J4"].value, page["K4"].value, page["L4"].value] == [
        "父亲",
        "姓名",
        "联系电话",
        "务工地点",
    ]
    assert page.cell(7, 3).value == "张小明"
    assert "填表人" in page.cell(page.max_row, 1).value
