"""安图县's survey of this winter, half-way: some villages through and reported, most on the way, some not begun."""

from datetime import date, timedelta
from random import Random

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.care.campaigns import duties
from hutong.care.campaigns.actions import NewCampaign, open_campaign
from hutong.care.campaigns.targets import targets
from hutong.care.models import Campaign, CampaignVillage
from hutong.children.models import Child
from hutong.demo.fieldwork import confirm_all
from hutong.demo.grants import Grants
from hutong.demo.months import office_hour
from hutong.demo.staff import Staff
from hutong.demo.villages import ANTU, SEED, Village
from hutong.duties import engine
from hutong.ground import clock, query
from hutong.ground.query import composed
from hutong.journal.actions import operation

DAYS, REMAINING = 24, 21
# Of a village's children left, how many were meanwhile checked: all in some villages, in others part, in some none.
THROUGH, PART = 0.3, 0.6
LEFT = composed(
    "SELECT t.child, t.place FROM ({targets}) t WHERE t.record IS NULL",
    targets=targets("c.place >= %(low)s AND c.place < %(high)s"),
)
NOTES = (
    "已逐户排查，没有新发现的儿童。",
    "入户和电话排查结合，没有新发现的儿童。",
    "村民小组逐户报，没有新发现；两户全家外出，电话核实。",
)


def survey(staff: Staff, villages: list[Village], today: date) -> None:
    """Open it some weeks ago, and do part of it."""
    rng, grants = Random(f"{SEED}-survey"), Grants(staff)
    starts = today - timedelta(DAYS)
    plan = NewCampaign(
        name=f"{starts.year}年冬季农村留守儿童和困境儿童摸底排查",
        basis=f"安民发〔{starts.year}〕26号",
        starts=starts,
        ends=today + timedelta(REMAINING),
        items=["living", "guardianship", "schooling", "health"],
        text="春节前摸清底数。逐户走访，重点核实父母去向和委托照护；新发现的儿童先建档再报送。",
    )
    with clock.at(office_hour(rng, starts)), context.within(grants.of_unit(ANTU)) as grant:
        campaign = open_campaign(grant, ANTU, plan)
    done: list[int] = []
    with clock.at(office_hour(rng, today - timedelta(2))), context.within(grants.of_unit(ANTU)):
        checked, done = _meanwhile(rng, [village for village in villages if village.unit == ANTU], today)
        confirm_all(checked)
    _report(rng, campaign, staff, done, today)
    _settle()


def _settle() -> None:
    """What time alone has changed since, as the night would find it."""
    with context.within(grants.system()):
        engine.sweep(duties.KEYS)


def _meanwhile(rng: Random, villages: list[Village], today: date) -> tuple[dict[date, list], list[int]]:
    """Children checked by day, and the villages that are through."""
    left: dict[int, list] = {}
    for child, place in query.rows(LEFT, {"today": today, "low": ANTU, "high": ANTU + 10**6}):
        left.setdefault(place, []).append(child)
    checked: dict[date, list] = {}
    through = []
    for village in villages:
        drawn, day = rng.random() / village.diligence, today - timedelta(rng.randrange(2, DAYS - 1))
        children = left.get(village.code, [])
        if drawn < THROUGH:
            through.append(village.code)
        elif drawn < PART:
            children = children[::2]
        else:
            children = []
        checked.setdefault(day, []).extend(children)
    # A file is not confirmed before it is there.
    known = dict(
        plain(Child).filter(pk__in=[c for found in checked.values() for c in found]).values_list("pk", "registered_on")
    )
    return {day: [c for c in found if known[c] <= day] for day, found in checked.items()}, through


def _report(rng: Random, campaign: Campaign, staff: Staff, through: list[int], today: date) -> None:
    """Villages with a director report; as care.report_campaign does for one."""
    with context.within(grants.system()), operation("care.report_campaign"):
        rows = [
            row
            for row in plain(CampaignVillage).filter(campaign=campaign, place__in=through)
            if staff.director(row.place, today)
        ]
        for row in rows:
            director = staff.director(row.place, today)
            row.note, row.reported_name = rng.choice(NOTES), director.name if director else ""
            row.reported_on = today - timedelta(rng.randrange(1, 3))
        plain(CampaignVillage).bulk_update(rows, ["note", "reported_name", "reported_on"])
