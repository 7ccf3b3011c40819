"""A campaign that a county opens, and what is owed, checked and reported in it: for the tests of surveys."""

from datetime import date

from hutong.accounts import context, grants
from hutong.care.actions import NewVisit, record_visit
from hutong.care.models import CHECKLIST
from hutong.children.actions import confirm
from hutong.children.models import Child
from hutong.duties import engine
from hutong.duties.models import Duty
from tests.cast import ANTU, XINLI, grant_of

TODAY = date(2026, 11, 24)
ENDS = date(2026, 12, 15)
EARLIER = date(2026, 5, 6)
PLAN = {
    "place": ANTU,
    "name": "2026年冬季摸底排查",
    "basis": "安民发〔2026〕15号",
    "starts": TODAY,
    "ends": ENDS,
    "items": ["living", "guardianship", "schooling", "health"],
}


def opened(browser, **over):
    answer = browser.post("/campaigns", PLAN | over)
    assert answer.status_code == 204, answer.content.decode()
    return browser.get("/campaigns").json()["items"][0]["id"]


def owed(person, rule):
    with context.within(grant_of(person)) as grant:
        rows = Duty.objects.within(grant).filter(rule=rule, ending="").order_by("place", "id")
        return [(duty.clause, duty.owner, duty.place, duty.due) for duty in rows]


def visit(person, child, on=TODAY, **findings):
    with context.within(grant_of(person)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        seen = dict.fromkeys(CHECKLIST, "normal") | findings
        record_visit(grant, row, NewVisit(on, "home", findings=seen))


def confirmed(person, child):
    with context.within(grant_of(person)) as grant:
        confirm(grant, child)


def village(browser, key, place=XINLI):
    units = browser.get(f"/campaigns/{key}", unit=place).json()["units"]
    return next(unit["village"] for unit in units if unit["place"]["code"] == place)


def report(browser, key, note="逐户走访，没有新发现的儿童", place=XINLI):
    return browser.post(f"/campaign-villages/{village(browser, key, place)['id']}/report", {"note": note})


def sweep():
    with context.within(grants.system()):
        engine.sweep()
