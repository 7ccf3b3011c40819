"""A3-2: what speaks for two files being one child, who is told, and what is decided about it."""

import json
import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.models import new_id
from hutong.children.actions import leave
from hutong.children.models import Child, Relative
from hutong.children.models.choices import ExitReason
from hutong.children.tests.factories import XINLI, registered
from hutong.doubles import decide, find, tasks
from hutong.doubles.evidence import Facts, evidence
from hutong.doubles.models import Double
from hutong.doubles.policy import policy
from hutong.doubles.tests.support import proposal
from hutong.ground import clock, query
from hutong.journal.actions import operation
from hutong.sync.tests.phone import Phone
from tests.cast import JIANGBEI, grant_of

BORN = date(2018, 3, 4)
HOME = {"phones": frozenset({b"1"}), "people": frozenset({"张德山"})}
NUMBER = "222426201803040014"


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 10, 31)):
        yield


def facts(name: str = "张小明", birth: date = BORN, sex: str = "male", place: int = XINLI, **more) -> Facts:
    return Facts(name, birth, sex, place, **more)


def proposed(a: Facts, b: Facts) -> bool:
    told = evidence(a, b)
    return told != ["twins"] and bool(told) and policy(date(2026, 1, 1)).score(told) >= policy().threshold


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (facts(place=JIANGBEI), ["name_same", "birth_same", "place_near", "id_missing"]),
        (facts("张晓明", **HOME), ["name_sound", "birth_same", "phone", "guardian", "place_same", "id_missing"]),
        (facts(birth=date(2018, 4, 3), **HOME), ["name_same", "birth_swapped", "phone", "guardian", "place_same", "id_missing"]),
        (facts(birth=date(2016, 3, 4), **HOME), ["name_same", "birth_digit", "phone", "guardian", "place_same", "id_missing"]),
        (facts("李小明", **HOME), ["name_surname", "birth_same", "phone", "guardian", "place_same", "id_missing"]),
    ],
)  # fmt: skip
def test_the_same_child_written_twice_is_proposed_with_its_evidence(other, told):
    assert evidence(facts(**HOME), other) == told
    assert proposed(facts(**HOME), other)


def test_interpuncts_of_a_minority_name_are_one_name():
    a, b = facts("阿依古丽·买买提"), facts("阿依古丽•买买提")
    assert evidence(a, b)[0] == "name_dot"


@pytest.mark.parametrize("number", [None, "222426201803040022"])
@pytest.mark.parametrize("name", ["张小亮", "张子涵", "张小军"])
def test_twins_are_not_proposed_and_it_is_said_why(name, number):
    a, b = facts(**HOME, number=NUMBER if number else None), facts(name, **HOME, number=number)
    assert evidence(a, b) == ["twins"]
    assert "多胞胎" in policy().words["twins"]


def test_birth_date_and_address_alone_say_nothing():
    assert not proposed(facts(), facts("李雨桐"))


def test_two_children_of_one_name_with_two_numbers_are_two():
    a, b = facts(number=NUMBER), facts(number="222426201803041236", place=JIANGBEI)
    assert not proposed(a, b)


def test_a_number_written_down_wrongly_is_near():
    assert "id_near" in evidence(facts(number=NUMBER), facts(number="222426201803140014"))


@given(st.lists(st.sampled_from(["张小明", "张晓明", "王小明", "张小亮"]), min_size=2, max_size=2),
       st.lists(st.sampled_from([BORN, date(2018, 4, 3), date(2019, 3, 4)]), min_size=2, max_size=2))  # fmt: skip
def test_evidence_does_not_depend_on_which_file_comes_first(names, births):
    a, b = (facts(name, birth, **HOME) for name, birth in zip(names, births, strict=True))
    assert evidence(a, b) == evidence(b, a)


def found(grant, one, two) -> Double | None:
    with context.within(grant):
        find.find(grant)
        return proposal(grant, one, two)


@pytest.mark.django_db
def test_a_file_made_twice_is_told_at_once(cast, client_for):
    registered("张小明", id_number=NUMBER)
    child = {"name": "张小明", "sex": "male", "birth_date": "2018-03-04"}
    made = client_for(cast.director).post("/children", {"place": XINLI, "groups": {"child": child}}).json()
    told = client_for(cast.director).get(f"/children/{made['id']}/doubles").json()
    assert [e["text"] for e in told["items"][0]["evidence"]] == ["同名", "同生日", "住同一个村", "至少一方没有证件号码"]


@pytest.mark.django_db
def test_a_correction_that_makes_two_files_one_child_is_told_at_once_and_one_of_the_address_asks_nothing(
    cast, client_for
):
    """Every field that files are compared by brings the comparison, each in the group where the desk writes it."""
    browser, kept = client_for(cast.wanbao), registered("张小明")
    other = registered("李小红", born=date(2017, 5, 6), sex="female")
    steps = [({"address": "二组5号"}, None), ({"birth_date": "2018-03-04"}, "twins"), ({"name": "张小明"}, "open")]
    for values, status in steps:
        file = browser.get(f"/children/{other}").json()
        shown = next(group["values"] for group in file["groups"] if group["key"] == "child")
        base = {"child": {name: shown[name] for name in values}}
        body = {"rev": file["rev"], "base": base, "changes": {"child": values}}
        assert browser.patch(f"/children/{other}", body).status_code == 200
        with context.within(grant_of(cast.wanbao)) as grant:
            found = proposal(grant, kept, other)
        assert (found and found.status) == status, values
    for group, name in [(g, n) for g in ("father", "mother", "guardian", "carer") for n in ("name", "phone")]:
        assert find.compared({group: {name: "x"}})
    for group, name in [("contact", "phone"), ("child", "address"), ("schooling", "school"), ("carer", "job")]:
        assert not find.compared({group: {name: "x"}})


def test_two_directors_write_the_same_child_without_a_number_and_the_supervisor_is_asked(cast, client_for):
    """One at the desk, one on a phone; neither sees the other's village."""
    child = {"name": "张小明", "sex": "male", "birth_date": "2018-03-04"}
    desk = {"place": XINLI, "groups": {"child": child}}
    assert client_for(cast.director).post("/children", desk).status_code == 200
    phone = Phone()
    assert phone.enrol(client_for(cast.neighbour)).status_code == 200
    phone.note("children.register", {"id": str(new_id()), **desk, "place": JIANGBEI})
    assert [answer["status"] for answer in phone.push()] == ["done"]
    waiting()
    told = client_for(cast.wanbao).get("/doubles").json()["items"]
    assert [[e["text"] for e in one["evidence"]] for one in told] == [
        ["同名", "同生日", "住相邻的村（同一乡镇）", "至少一方没有证件号码"]
    ]
    assert client_for(cast.director).get("/doubles").json()["items"] == []


def waiting() -> None:
    """Do the comparisons that the worker has been given."""
    for [args] in query.rows("SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%%find_doubles'"):
        tasks.find_doubles.func(**(args if isinstance(args, dict) else json.loads(args)))


@pytest.mark.django_db
def test_across_counties_only_the_level_above_both_sees_the_pair(cast, client_for):
    one = registered("张小明", id_number=NUMBER)
    two = registered("张小明", place=220122_103_200)
    assert found(grants.system(), one, two)
    for who, child in ((cast.antu, one), (cast.nongan, two)):
        assert client_for(who).get(f"/children/{child}/doubles").json() == {"items": []}
        assert client_for(who).get("/doubles").json()["items"] == []
    assert len(client_for(cast.jilin).get("/doubles").json()["items"]) == 1


@pytest.mark.django_db
def test_what_is_decided_stays_decided_until_new_evidence(cast):
    grant = grant_of(cast.wanbao)
    one, two = registered("张小明", id_number=NUMBER), registered("张小明", place=JIANGBEI)
    with context.within(grants.system()) as system, operation("test"):
        Relative.objects.within(system).filter(child=two).update(phone_token=None, name="王五")
    double = found(grant, one, two)
    assert double
    with context.within(grant):
        decide.dismiss(grant, double.pk, "两家的孩子，只是同名")
    again = found(grant, one, two)
    assert again
    assert again.status == "not_double"
    with context.within(grants.system()) as system, operation("test"):
        token = Relative.objects.within(system).filter(child=one, kind="carer").values_list("phone_token", flat=True)[0]
        Relative.objects.within(system).filter(child=two, kind="carer").update(phone_token=token)
    again = found(grant, one, two)
    assert again
    assert (again.status, "phone" in again.evidence) == ("open", True)


@pytest.mark.django_db
def test_the_phone_is_kept_as_a_keyed_hash_only():
    child: uuid.UUID = registered("张小明")
    with context.within(grants.system()) as system:
        row = Relative.objects.within(system).get(child=child, kind="carer")
        assert row.phone_token
        assert b"13844330001" not in bytes(row.phone_token)


@pytest.mark.django_db
def test_a_single_file_is_compared_with_those_that_comparing_all_finds(cast):
    """At a desk one file is looked up by name and phone; at night all are compared with all."""
    twins = [("张小明", BORN), ("张晓明", date(2018, 4, 3)), ("张小明", date(2019, 3, 4)), ("李雨桐", BORN)]
    ids = [registered(name, born=born) for name, born in twins]
    gone = registered("张小明")
    with context.within(grants.system()) as grant:
        leave(grant, Child.objects.within(grant).get(pk=gone), ExitReason.MOVED, clock.today())
        pairs = find.candidates(None, policy())
        assert len(pairs) > 3
        for child in [*ids, gone]:
            assert set(find.candidates([child], policy())) == {pair for pair in pairs if child in pair}
