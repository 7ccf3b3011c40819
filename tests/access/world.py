"""The people and the objects of the matrix, in a database of their own that every question leaves as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.access.objects import FACTORIES, system
from tests.access.roles import CALLERS, EXPIRED, SHARED, SPOTS, WITHOUT_JURISDICTION, Caller
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from hutong.accounts.models import Person
    from tests.cast import Browser

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SINCE = date(2025, 11, 20)


@dataclass
class World:
    """ids: by place, then by the name in addresses. people: by caller and state."""

    ids: dict[int, dict[str, Any]] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    browsers: dict[tuple[str, str], Browser] = field(default_factory=dict)

    def id(self, name: str, place: int) -> str:
        return str(self.ids[place][name])

    def browser(self, caller: str, state: str) -> Browser:
        """The browser in which a caller is signed in."""
        from django.test import Client

        from tests.cast import Browser

        if (caller, state) not in self.browsers:
            client = Client(raise_request_exception=False)
            client.force_login(self.people[caller, state])
            self.browsers[caller, state] = Browser(client)
        return self.browsers[caller, state]

    def foreign(self, inside: Any) -> dict[str, str]:
        """Ids of all objects at spots that are not inside, with what they are."""
        out = [(place, name) for place in SPOTS if not inside(place) for name in FACTORIES if name != "code"]
        return {self.id(name, place): f"{name} of {place}" for place, name in out}


@contextmanager
def world(blocker: Any) -> Iterator[World]:
    """Build it in a database of this process's own; inside, Django works there."""
    from hutong.accounts import context, grants
    from hutong.ground import clock
    from tests import environment

    with environment.populated("access", blocker), clock.at(NOW):
        made = World()
        with context.within(grants.system()):
            for place in SPOTS:
                made.ids[place] = _objects(place)
        with context.within(grants.system()):
            _people(made)
            _shares(made)
        _months()
        yield made


def _months() -> None:
    """Two months closed, the first of them before there were children: in the second all came."""
    from hutong.ground import clock
    from hutong.returns.months import close

    for moment in (NOW, NOW + timedelta(days=20)):
        with clock.at(moment):
            close.close_due()


def _objects(place: int) -> dict[str, Any]:
    ids: dict[str, Any] = {}

    def made(name: str) -> Any:
        if name not in ids:
            ids[name] = FACTORIES[name](place, made)
        return ids[name]

    for name in FACTORIES:
        made(name)
    return ids


def _people(made: World) -> None:
    """Every caller in every state, appointed together so that the password is hashed once."""
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    wanted = [(caller, state) for caller in CALLERS for state in caller.states]
    posts = appoint(
        system(),
        [
            Appointment(
                caller.place,
                Role(caller.role),
                f"{caller.name} {state}",
                since=SINCE,
                sealed=caller.sealed,
                password=PASSWORD,
                organisation=_organisation(caller),
            )
            for caller, state in wanted
        ],
    )
    for (caller, state), done in zip(wanted, posts, strict=True):
        _put_into(state, caller, done.post)
        made.people[caller.name, state] = done.post.person


def _organisation(caller: Caller) -> str:
    return f"{caller.name}的单位" if caller.role in WITHOUT_JURISDICTION else ""


def _shares(made: World) -> None:
    """The children at two spots, all of their files, shared with everybody's office: there still, and until yesterday."""
    from hutong.accounts.models import Organisation, Share
    from hutong.children.parts import PARTS
    from hutong.journal.actions import operation
    from hutong.workforce.organisations.actions import unit

    places = {place for caller in CALLERS for place in (caller.place, caller.moved_to) if place}
    offices = [unit(system(), place) for place in sorted(places)]
    offices += Organisation.objects.within(system()).exclude(kind=Organisation.Kind.UNIT)
    with operation("tests.share"):
        for spot, until in ((SHARED, NOW + timedelta(days=30)), (EXPIRED, NOW - timedelta(days=1))):
            for office in offices:
                Share(
                    child=made.ids[spot]["child"],
                    place=spot,
                    organisation=office,
                    to_place=office.place if office.kind == Organisation.Kind.UNIT else None,
                    kind=Share.Kind.REFERRAL,
                    purpose="核实情况",
                    parts=list(PARTS),
                    given_at=NOW - timedelta(days=90),
                    until=until,
                ).save(force_insert=True)


def _put_into(state: str, caller: Caller, post: Any) -> None:
    from hutong.accounts.permissions import Role
    from hutong.journal.actions import operation
    from hutong.workforce.actions import Appointment, appoint, end_post

    person = post.person
    if state in ("post ended", "moved"):
        end_post(system(), post.pk, NOW.date(), "调离")
    if state == "moved" and caller.moved_to:
        where = Appointment(
            caller.moved_to,
            Role(caller.role),
            person.name,
            staff_number=person.staff_number,
            sealed=caller.sealed,
            organisation=_organisation(caller),
        )
        appoint(system(), [where])
    if state in ("suspended", "must change password"):
        name, value = ("is_active", False) if state == "suspended" else ("must_change_password", True)
        setattr(person, name, value)
        with operation("tests.state"):
            person.save(update_fields=[name])


@pytest.fixture(scope="module")
def matrix(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of the access matrix, for the tests of one module."""
    with world(django_db_blocker) as built:
        yield built
