"""Figures of sealed matters: fixed at a month's end, of one county, and nothing that one child's coming and going changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children import actions as files
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.returns.months import sealed
from hutong.returns.months.calendar import following, last_day
from tests.cast import ANTU, XINLI, appoint_all

pytestmark = pytest.mark.django_db
MONTH = date(2026, 8, 1)
HIV = SealedKind.HIV.label


@pytest.fixture
def people():
    """The cast in the middle of a month; 安图's bureau, its prefecture and the province are named for sealed facts."""
    with clock.at(MONTH.replace(day=10)):
        made = appoint_all()
        with context.within(grants.system()), operation("test.name"):
            held = plain(Post).filter(person__in=[made.antu, made.nongan, made.yanbian, made.jilin])
            for post in held:
                post.sealed = True
                post.save(update_fields=["sealed"])
        yield made


def concerned(count: int, kind: SealedKind = SealedKind.HIV) -> list[Child]:
    made = [registered(f"张{n:02}", on=MONTH) for n in range(count)]
    with context.within(grants.system()) as grant:
        found = [Child.objects.within(grant).get(pk=child) for child in made]
        for child in found:
            files.seal_fact(grant, child, kind, "", None)
    return found


def shown(browser, **query):
    """What a holder of the right reads: figures by kind."""
    answer = browser.get("/sealed-figures", **query)
    assert answer.status_code == 200, answer.content
    return {item["label"]: item["count"] for item in answer.json()["items"]}


def at_end_of(month: date):
    """The night after a month."""
    return clock.at(following(month))


def leave(child: Child) -> None:
    with context.within(grants.system()) as grant:
        files.leave(grant, Child.objects.within(grant).get(pk=child.pk), ExitReason.MOVED, clock.today())


def come_back(child: Child) -> None:
    with context.within(grants.system()) as grant:
        files.return_child(grant, Child.objects.within(grant).get(pk=child.pk), "又回来了")


def test_a_child_s_exit_and_return_changes_no_figure_now_and_at_no_month_s_end(people, client_for):
    children = concerned(18)
    with at_end_of(MONTH):
        sealed.close_due()
        county = client_for(people.antu)
        told = [shown(county)]
        leave(children[0])
        told.append(shown(county))
    with at_end_of(following(MONTH)):
        sealed.close_due()
        told.append(shown(client_for(people.antu)))
        come_back(children[0])
        told.append(shown(client_for(people.antu)))
    assert [one[HIV] for one in told] == [20] * 4


def test_what_is_written_shows_at_the_month_s_end_and_not_before_and_small_numbers_never(people, client_for):
    county = client_for(people.antu)
    concerned(6)
    concerned(4, SealedKind.SEXUAL_HARM)
    assert shown(county) == {}
    with at_end_of(MONTH):
        sealed.close_due()
        answer = client_for(people.antu).get("/sealed-figures").json()
        concerned(9)
        sealed.close_due()
        assert client_for(people.antu).get("/sealed-figures").json() == answer
    assert answer["as_of"] == last_day(MONTH).isoformat()
    counts = {item["label"]: item["count"] for item in answer["items"]}
    assert counts == dict.fromkeys(SealedKind.labels) | {HIV: 5}


def test_the_holder_of_the_county_alone_reads_them(people, client_for):
    concerned(6)
    with at_end_of(MONTH):
        sealed.close_due()
        assert shown(client_for(people.antu))[HIV] == 5
        for above in (people.yanbian, people.jilin):
            assert shown(client_for(above)) == shown(client_for(above), place=ANTU) == {}
        assert shown(client_for(people.antu), place=XINLI) == {}
        assert client_for(people.nongan).get("/sealed-figures", place=ANTU).status_code == 404
        for unnamed in (people.institution, people.wanbao, people.director):
            assert client_for(unnamed).get("/sealed-figures").status_code == 403


def test_who_left_counts_no_more_after_a_year(people):
    children = concerned(7)
    for child in children:
        leave(child)
    with context.within(grants.system()) as system:
        for year, figure in ((MONTH.year, 5), (MONTH.year + 1, None)):
            sealed.publish(system, MONTH.replace(year=year) + timedelta(31))
            assert sealed.latest(ANTU)[1][SealedKind.HIV] == figure


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_a_figure_that_changes_never_means_one_child_or_two(counts):
    figure, when_set = None, 0
    for count in counts:
        before, figure = figure, sealed.rounded(figure, count)
        assert figure is None or (figure % sealed.STEP == 0 and figure >= sealed.STEP)
        assert abs((figure or 0) - count) < sealed.STEP
        if figure != before:
            assert abs(count - when_set) > 2
            when_set = count
