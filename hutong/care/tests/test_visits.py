"""A3-4: a visit is recorded, discharges the duty, and the next one is due by category and risk."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, problems, record_visit
from hutong.care.models import Visit
from hutong.children import timeline
from hutong.children.models import Child
from hutong.children.tests.factories import read, registered
from hutong.duties import engine
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.ground.refusal import Refused

TODAY = date(2026, 11, 23)


def visit(child, on=TODAY, **told):
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        return record_visit(grant, row, NewVisit(**{"on": on, "mode": "home", "no_change": True} | told))


def duties(child, rule="visit"):
    with context.within(grants.system()) as grant:
        found = Duty.objects.within(grant).filter(child=child, rule=rule).order_by("owed_since", "-ending", "due")
        return [(duty.owed_since, duty.due, duty.ending) for duty in found]


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.mark.django_db
class TestDuties:
    def test_a_new_child_is_to_be_visited_within_thirty_days(self):
        assert duties(registered()) == [(TODAY, TODAY + timedelta(30), "")]

    def test_a_visit_discharges_the_duty_and_the_risk_sets_the_next(self):
        child = registered()
        visit(child, risk="high", risk_reasons="照护人年迈")
        assert duties(child) == [(TODAY, TODAY + timedelta(30), "done"), (TODAY, TODAY + timedelta(30), "")]
        assert read(child).risk == "high"
        visit(child, on=TODAY, risk="medium", risk_reasons="情况好转")
        assert duties(child)[-1][1] == TODAY + timedelta(90)

    def test_jilin_s_own_row_stands_before_the_nation_s(self):
        child = registered()
        visit(child, risk="low")
        assert duties(child)[-1][1] == TODAY + timedelta(150)

    def test_the_shortest_interval_of_several_categories_counts(self):
        child = registered(categories=["left_behind", "out_of_school"])
        visit(child, risk="low")
        assert duties(child)[-1][1] == TODAY + timedelta(30)

    def test_a_promised_date_comes_before_the_interval(self):
        child = registered()
        visit(child, risk="low", next_on=TODAY + timedelta(10), next_steps="送课本")
        assert duties(child)[-1][1] == TODAY + timedelta(10)

    def test_a_child_past_sixteen_with_no_other_category_owes_no_visit(self):
        child = registered(born=date(2010, 11, 24))
        assert len(duties(child)) == 1
        with clock.at(date(2026, 11, 24)), context.within(grants.system()):
            engine.sweep()
        assert [ending for _, _, ending in duties(child)] == ["lapsed"]

    def test_a_second_sweep_writes_nothing(self):
        registered()
        with context.within(grants.system()):
            engine.sweep()
            assert set(engine.sweep().values()) == {0}

    def test_a_late_told_visit_does_not_undo_a_newer_one(self):
        child = registered(on=date(2026, 9, 1))
        visit(child, on=date(2026, 11, 20), risk="high", risk_reasons="独居")
        visit(child, on=date(2026, 10, 1), risk="low", risk_reasons="补记")
        assert duties(child)[-1][0] == date(2026, 11, 20)
        assert read(child).risk == "high"

    def test_a_visit_from_before_the_registration_discharges_nothing(self):
        child = registered(on=date(2026, 11, 1))
        visit(child, on=date(2018, 12, 1))
        assert duties(child) == [(date(2026, 11, 1), date(2026, 12, 1), "")]

    def test_a_risk_is_not_lowered_without_a_reason(self):
        child = registered()
        visit(child, risk="high", risk_reasons="独居")
        with pytest.raises(Refused, match="降低风险等级"):
            visit(child, risk="low")
        assert read(child).risk == "high"

    def test_the_same_visit_sent_twice_is_one(self):
        child = registered()
        first = visit(child)
        again = visit(child, id=first.pk)
        assert again.pk == first.pk
        with context.within(grants.system()) as grant:
            assert Visit.objects.within(grant).filter(child=child).count() == 1

    def test_the_timeline_tells_the_visit_in_words(self):
        child = registered()
        visit(child, no_change=False, findings={"mood": "problem", "living": "normal"}, notes={"mood": "想妈妈"},
              words="想让妈妈回来", next_steps="联系母亲视频")  # fmt: skip
        with context.within(grants.system()) as grant:
            items = timeline.page(grant, Child.objects.within(grant).get(pk=child))["items"]
        told = next(item for item in items if item["kind"] == "visit")
        assert told["title"] == "2026-11-23 入户走访"
        assert told["detail"] == "情绪：有问题（想妈妈）；孩子说：想让妈妈回来；下一步：联系母亲视频"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": TODAY + timedelta(1)}, "on"),
        ({"no_change": False}, "findings"),
        ({"findings": {"mood": "problem"}, "no_change": False}, "notes.mood"),
        ({"findings": {"weather": "normal"}}, "findings"),
        ({"risk": "high"}, "risk_reasons"),
        ({"no_change": True, "findings": {"safety": "problem"}}, "findings"),
        ({"next_on": TODAY - timedelta(1)}, "next_on"),
        ({"seen": ["president"]}, "seen"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(told, field):
    child = Child(birth_date=date(2018, 3, 4))
    new = NewVisit(**{"on": TODAY, "mode": "home", "no_change": True} | told)
    assert field in [name for name, _ in problems(new, child, TODAY)]


@pytest.mark.django_db
def test_a_refused_visit_changes_nothing():
    child = registered()
    with pytest.raises(Refused, match="晚于今天"):
        visit(child, on=TODAY + timedelta(1))
    assert [ending for _, _, ending in duties(child)] == [""]
