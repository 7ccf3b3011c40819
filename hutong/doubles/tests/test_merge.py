"""A3-2, one file for each child: two files become one, and two again, without losing anything."""

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.care.actions import NewVisit, record_visit
from hutong.care.models import Visit
from hutong.children import actions, alias, identity
from hutong.children.models import Category, Child, Relative, Schooling, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import new, read, registered
from hutong.doubles import decide, find
from hutong.doubles.models import Double
from hutong.doubles.tests.support import everything, owned, proposal
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.days import days
from hutong.journal.actions import NotAllowed, operation
from hutong.journal.models import Entry
from tests.cast import JIANGBEI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 31)
# Without shrinking, which takes minutes where each example writes two files.
FAST = (Phase.explicit, Phase.reuse, Phase.generate)
NUMBER = "222426201803040014"


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def pair(grant, **other) -> tuple[uuid.UUID, uuid.UUID, Double]:
    """张小明, registered in 新立村 and again in 江北村 without a number, and the proposal."""
    one = registered("张小明", on=date(2026, 3, 1), id_number=NUMBER)
    two = registered("张小明", on=date(2026, 5, 1), place=JIANGBEI, **other)
    with context.within(grant):
        find.find(grant, [one, two])
        found = proposal(grant, one, two)
        assert found
        return one, two, found


def visited(grant, child, on=date(2026, 9, 1)):
    with context.within(grant):
        return record_visit(grant, Child.objects.within(grant).get(pk=child), NewVisit(on, "home", no_change=True))


def merged(grant, double, keep, take=()):
    with context.within(grant):
        return decide.merge(grant, double.pk, keep, list(take))


def test_everything_of_the_other_file_belongs_to_the_kept_one(cast):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    visit = visited(grant, two)
    merged(grant, double, one)
    assert read(one, grant).registered_on == date(2026, 3, 1)
    with context.within(grant):
        assert plain(Visit).filter(pk=visit.pk, child=one).exists()
        assert not Child.objects.within(grant).filter(pk=two).exists()
        assert owned(Duty, two) == 0


def test_the_old_id_and_number_lead_to_the_kept_file(cast, client_for):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    old = read(two)
    merged(grant, double, one)
    browser = client_for(cast.wanbao)
    assert browser.get(f"/children/{two}").json()["id"] == str(one)
    assert [row["id"] for row in browser.post("/search/children", {"q": old.number}).json()["items"]] == [str(one)]
    assert client_for(cast.neighbour).get(f"/children/{two}").status_code == 404
    assert client_for(cast.director).get(f"/children/{two}").json()["id"] == str(one)


def test_an_operation_that_names_the_old_id_reaches_the_kept_file(cast, client_for):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    merged(grant, double, one)
    body = {"on": "2026-10-30", "mode": "home", "no_change": True}
    assert client_for(cast.director).post(f"/children/{two}/visits", body).status_code == 200
    with context.within(grant):
        assert owned(Visit, one) == 1


def test_the_old_id_number_still_finds_the_child(cast):
    grant = grant_of(cast.wanbao)
    _, two, double = pair(grant)
    merged(grant, double, two, ["child.id_number", "child.id_kind"])
    with context.within(grant):
        assert identity.find(grant, [NUMBER])[NUMBER].child == two
        again = Child.objects.within(grant).get(pk=two)
        actions.update(grant, two, again.rev, {}, {"child": {"id_number": NUMBER}})


def test_the_chosen_values_stand_and_the_rest_stays(cast):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant, address="江北村二组", ethnicity="汉族")
    with context.within(grant):
        row = Relative.objects.within(grant).get(child=two, kind="carer")
        with operation("test"):
            row.name = "张德水"
            row.save(update_fields=["name"])
    merged(grant, double, one, ["child.address", "carer.name"])
    kept = read(one)
    with context.within(grant):
        assert (kept.address, kept.ethnicity) == ("江北村二组", "")
        assert Relative.objects.within(grant).get(child=one, kind="carer").name == "张德水"


def test_overlapping_facts_become_one_without_losing_a_day_or_a_word(cast):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    with context.within(grant), operation("test"):
        mine = Category.objects.within(grant).get(child=one)
        theirs = Category.objects.within(grant).get(child=two)
        mine.period, mine.basis = days(date(2025, 1, 1), date(2026, 6, 1)), "村委会证明"
        theirs.period, theirs.basis, theirs.evidence = days(date(2024, 1, 1)), "入户核实", "务工合同"
        mine.save()
        theirs.save()
        plain(Schooling).filter(child=one).update(period=days(date(2025, 9, 1)), school="万宝镇中心小学")
        plain(Schooling).filter(child=two).update(period=days(date(2024, 9, 1)), school="江北小学")
    merged(grant, double, one)
    with context.within(grant):
        held = Category.objects.within(grant).get(child=one)
        assert (held.period.lower, held.period.upper) == (date(2024, 1, 1), None)
        assert (held.basis, held.evidence) == ("村委会证明；入户核实", "务工合同")
        schools = Schooling.objects.within(grant).filter(child=one).order_by("period")
        assert [(s.school, s.period.lower, s.period.upper) for s in schools] == [
            ("江北小学", date(2024, 9, 1), date(2025, 9, 1)),
            ("万宝镇中心小学", date(2025, 9, 1), None),
        ]


def test_sealed_facts_come_along_and_leave_no_trace_where_they_may_not_be_seen(cast):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    with context.within(grants.system()) as system:
        actions.seal_fact(system, plain(Child).get(pk=two), SealedKind.HIV, "", None)
    merged(grant, double, one)
    with context.within(grant):
        told = Entry.objects.within(grant).filter(action="children.merge")
        assert "children_sealedfact" not in str([entry.changes for entry in told])
        assert not plain(SealedFact).exists()
    with context.within(grants.system()):
        assert plain(SealedFact).filter(child=one).count() == 1


def test_the_kept_file_tells_the_merge_once_and_the_history_of_both(cast, client_for):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant)
    visited(grant, two)
    merged(grant, double, one)
    told = client_for(cast.wanbao).get(f"/children/{one}/timeline").json()["items"]
    assert [event["title"] for event in told].count("合并档案") == 1
    assert [event["title"] for event in told].count("建立档案") == 2
    assert any("入户走访" in event["title"] for event in told)


def test_a_merge_is_taken_back_and_both_files_are_as_before(cast):
    grant = grant_of(cast.wanbao)
    one, two, double = pair(grant, address="江北村二组")
    visited(grant, one, date(2026, 8, 1))
    visited(grant, two)
    with context.within(grant):
        before = everything([one, two])
    merged(grant, double, one, ["child.address"])
    with context.within(grant):
        decide.undo(grant, double.pk, "是两个孩子")
        assert everything([one, two]) == before
        assert Double.objects.within(grant).get(pk=double.pk).status == "open"
        assert alias.current(grant, two) == two


def test_what_was_built_on_a_merge_keeps_it_and_is_named(cast, client_for):
    grant = grant_of(cast.wanbao)
    one, _, double = pair(grant)
    merged(grant, double, one)
    with clock.at(TODAY + timedelta(3)):
        visited(grant, one, TODAY + timedelta(2))
        answer = client_for(cast.wanbao).post(f"/doubles/{double.pk}/undo", {"reason": "弄错了"})
    assert answer.status_code == 409
    assert ["2026-11-02 入户走访" in one["title"] for one in answer.json()["built"]] == [True]


def test_a_director_may_propose_and_not_merge(cast, client_for):
    one = registered("王小丽", sex="female")
    two = registered("王晓莉", sex="female", born=date(2018, 5, 6))
    browser = client_for(cast.director)
    made = browser.post(f"/children/{one}/doubles", {"other": read(two).number, "note": "奶奶说是同一个孩子"})
    assert made.status_code == 200, made.content.decode()
    with pytest.raises(NotAllowed), context.within(grant_of(cast.director)) as grant:
        decide.merge(grant, uuid.UUID(made.json()["id"]), one, [])
    assert browser.post(f"/doubles/{made.json()['id']}/merge", {"keep": str(one)}).status_code == 403


def test_both_files_must_be_in_scope(cast):
    one, _, double = pair(grant_of(cast.wanbao))
    for who in (cast.director, cast.kaoshan, cast.nongan):
        grant = grant_of(who)
        if grant.allows(Permission.CHILD_MERGE):
            with pytest.raises(Double.DoesNotExist), context.within(grant):
                decide.merge(grant, double.pk, one, [])


def test_values_that_do_not_fit_each_other_are_refused_at_the_field(cast, client_for):
    grant = grant_of(cast.wanbao)
    one = registered("张小明", id_number=NUMBER)
    two = registered("张小明", place=JIANGBEI, born=date(2018, 4, 3))
    with context.within(grant):
        find.find(grant, [one, two])
        double = proposal(grant, one, two)
    assert double
    assert "birth_swapped" in double.evidence
    answer = client_for(cast.wanbao).post(
        f"/doubles/{double.pk}/merge", {"keep": str(one), "take": ["child.birth_date"]}
    )
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "child.id_number")


spans = st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(1, 300)))
facts = st.lists(st.tuples(st.sampled_from(["left_behind", "distressed", "orphan"]), spans), max_size=4)


@settings(max_examples=25, deadline=None, phases=FAST, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=facts, theirs=facts, schools=st.tuples(spans, spans), visits=st.lists(st.booleans(), max_size=3),
       take=st.sets(st.sampled_from(["child.address", "child.ethnicity", "carer.phone", "father.name", "health.health"])),
       keep_first=st.booleans())  # fmt: skip
def test_merge_and_undo_leave_everything_as_it_was(cast, mine, theirs, schools, visits, take, keep_first):
    grant = grant_of(cast.antu)
    with context.within(grants.system()) as system:
        [one, two] = actions.register(system, [new("朴小雨", sex="female", born=date(2016, 1, 2), address="一组"),
                                               new("朴小雨", sex="female", born=date(2016, 1, 2), place=JIANGBEI, ethnicity="朝鲜族", health="weak")], on=date(2026, 1, 5))  # fmt: skip
    with context.within(grant), operation("test"):
        for child, wanted, span in ((one, mine, schools[0]), (two, theirs, schools[1])):
            plain(Category).filter(child=child).delete()
            for number, (key, period) in enumerate(wanted):
                _fact(child, key, period, number)
            plain(Schooling).filter(child=child).update(period=_days(span))
    for first in visits:
        visited(grant, one if first else two)
    with context.within(grants.system()):
        engine.sweep()
    with context.within(grant):
        find.find(grant, [one, two])
        double = proposal(grant, one, two)
        assert double
        before = everything([one, two])
        covered = _covered([one, two])
        decide.merge(grant, double.pk, one if keep_first else two, sorted(take))
        assert _covered([one if keep_first else two]) == covered
        assert owned(Visit, one if keep_first else two) == len(visits)
        decide.undo(grant, double.pk, "测试")
        assert everything([one, two]) == before


def _days(span):
    start = date(2026, 1, 1) - timedelta(400) + timedelta(span[0])
    return days(start, start + timedelta(span[1]) if span[1] else None)


def _fact(child, key, span, number):
    period = _days(span)
    if not plain(Category).filter(child=child, key=key, period__overlap=period).exists():
        place = plain(Child).get(pk=child).place
        plain(Category).create(id=new_id(), child_id=child, place=place, key=key, period=period, basis=f"依据{number}")


def _covered(children) -> set[tuple[str, date]]:
    """Every day on which some of these files holds a category."""
    horizon = [date(2024, 11, 1) + timedelta(n) for n in range(900)]
    rows = plain(Category).filter(child__in=children)
    return {(row.key, day) for row in rows for day in horizon if _holds(row.period, day)}


def _holds(period, day) -> bool:
    return period.lower <= day and (period.upper is None or day < period.upper)
