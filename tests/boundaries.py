"""公主岭 under 四平 and in 长春, officers of both, and changes made at once: for the tests of changed places."""

from datetime import date

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.held import grant_of
from hutong.accounts.managers import plain
from hutong.accounts.models import Person
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.ground import clock
from hutong.places.models import Change
from hutong.workforce.actions import Appointment, appoint
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests import cast as people

SIPING, CHANGCHUN = 2203_00_000_000, 2201_00_000_000
GONGZHULING, BEFORE = 220184_000_000, 220381_000_000
DAY, TODAY = date(2026, 11, 20), date(2026, 11, 24)


def made(wish: Wish, ends=()) -> Change:
    with context.within(grants.system()) as grant:
        return change(grant, wish, "吉政函〔2020〕1号", "区划调整", ends)


def under_siping() -> None:
    """The list of 2023 has 公主岭 in 长春 already: put it where it stood before June 2020."""
    with clock.at(date(2026, 1, 5)):
        made(Wish("move", GONGZHULING, date(2026, 1, 1), parent=SIPING, code=BEFORE))


def county_officer(place: int, name: str, role: Role = Role.CIVIL_AFFAIRS) -> Person:
    with context.within(grants.system()) as grant:
        [done] = appoint(grant, [Appointment(place, role, name, password=people.PASSWORD)])
    return done.post.person


def granted(person: Person) -> Grant:
    found = grant_of(person)
    assert found
    return found


def sees(person: Person, child) -> bool:
    with context.within(granted(person)) as grant:
        return Child.objects.within(grant).filter(pk=child).exists() and plain(Child).filter(pk=child).exists()
