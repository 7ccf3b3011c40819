"""Access beyond the place in the demo world: files lent to other offices, one lent no more, and one glass broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Share
from hutong.children.models import Child
from hutong.children.models.choices import CategoryKey
from hutong.demo.acting import acting, moment
from hutong.demo.cast import CAST, YANBIAN
from hutong.demo.child import Invented
from hutong.demo.numbers import staff_phone
from hutong.demo.villages import ANTU, NONGAN
from hutong.journal.actions import looked
from hutong.sharing import actions, break_glass, hukou
from hutong.workforce import organisations

K, Kind = CategoryKey, Share.Kind
ANTU_BUREAU, NONGAN_BUREAU, NIGHT_OFFICER = "2224260006", "2201220003", "2298000002"
POLICE, CHUNMIAO = "安图县公安局", "安图县春苗社会工作服务中心（演示）"
# Offices' numbers begin where no member of staff's does.
OFFICE_PHONES = 900_000


@dataclass(frozen=True)
class Lending:
    """So many children of a category whose files an office may read, since some days ago. ended: why it no longer may."""

    office: str
    kind: str
    purpose: str
    category: str
    count: int
    days: int
    ended: str = ""
    place: int = ANTU
    at_school: bool = False


LENDINGS = (
    Lending(POLICE, Kind.REFERRAL, "核实监护人下落，督促其履行监护职责", K.GUARDIANSHIP, 2, 12),
    Lending(POLICE, Kind.REFERRAL, "补录户口，核对出生登记", K.UNREGISTERED, 1, 60, "户口已补录，转介办结"),
    Lending("延边州儿童福利院", Kind.SERVICE, "评估能否由福利院提供康复和临时照料", K.DE_FACTO, 2, 9, place=YANBIAN),
    Lending(CHUNMIAO, Kind.SERVICE, "每周陪伴和学业辅导（购买服务）", K.LEFT_BEHIND, 3, 30, at_school=True),
)


def share(children: list[Invented], today: date) -> None:
    """Write all of it."""
    _contacts()
    free = _registered([child for child in children if child.village.unit == ANTU], today)
    for lending in LENDINGS:
        _lend(lending, list(islice(_of(free, lending.category, at_school=lending.at_school), lending.count)), today)
    _lend_to_hukou(_registered([child for child in children if child.village.unit == NONGAN], today), today)
    _break(free, today)


def _contacts() -> None:
    """Every office of the cast has somebody to call."""
    with context.within(grants.system()) as grant:
        for nth, part in enumerate(CAST):
            if found := organisations.named(part.places[0], part.role, part.organisation):
                organisations.change(grant, found.pk, found.name, part.name, staff_phone(OFFICE_PHONES + nth))


def _registered(children: list[Invented], today: date) -> list[Invented]:
    """Those whose files are open and were so before the first of these shares."""
    before = today - timedelta(max(lending.days for lending in LENDINGS))
    with context.within(grants.system()) as grant:
        rows = Child.objects.within(grant).filter(exited_on=None, registered_on__lt=before)
        here = set(rows.values_list("pk", flat=True))
    return [child for child in children if child.id in here]


def _of(free: list[Invented], category: str, *, at_school: bool = False) -> Iterator[Invented]:
    """Children of a category, each taken once."""
    for child in [child for child in free if category in child.categories and (child.school or not at_school)]:
        free.remove(child)
        yield child


def _lend(lending: Lending, children: list[Invented], today: date) -> None:
    for child in children:
        with acting(ANTU_BUREAU, moment(today, lending.days)) as grant:
            office = plain(Organisation).get(name=lending.office, place=lending.place)
            given = actions.give(grant, _file(grant, child), office, kind=lending.kind, purpose=lending.purpose)
        if lending.ended:
            with acting(ANTU_BUREAU, moment(today, 3)) as grant:
                actions.end(grant, given, lending.ended)


def _lend_to_hukou(children: list[Invented], today: date) -> None:
    """One child who floats to 农安 from 安图: the county of the hukou follows benefits that are paid there."""
    for child in _of(children, K.FLOATING):
        with acting(NONGAN_BUREAU, moment(today, 20)) as grant:
            found = _file(grant, child)
            if hukou.county_of(found) == ANTU:
                office = organisations.unit(grant, ANTU)
                actions.give(grant, found, office, kind=Kind.HUKOU, purpose="核对户籍地低保和学籍，双方共同跟进")
                return


def _break(children: list[Invented], today: date) -> None:
    """A child of 安图 brought in by the police elsewhere last night; 安图 has yet to take note."""
    purpose = "夜间派出所护送来站，核实身份和监护人"
    for child in _of(children, K.LEFT_BEHIND):
        with context.within(grants.system()) as system:
            found = _file(system, child)
        with acting(NIGHT_OFFICER, moment(today, 1, 23, 40)) as grant:
            break_glass.open_beyond(grant, break_glass.Wanted(found.number, found.name, None, purpose))
            looked(grant, "break_glass", found.place, found.pk, purpose)
        return


def _file(grant: Grant, child: Invented) -> Child:
    return Child.objects.within(grant).get(pk=child.id)
