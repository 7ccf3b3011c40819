"""Who works in a simulated province: bureaus of every level, institutions, supervisors, directors, and its administrator."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.demo import names, staff
from hutong.demo.names import Generation
from hutong.demo.simulated.plan import County
from hutong.demo.staff import Officer
from hutong.demo.villages import SEED, Village
from hutong.places.codes import Level, ancestors
from hutong.places.models import Place

# Lower ones are left to whoever is appointed later.
NUMBERS_AFTER = 5000
VACANT_TOWNSHIPS = 0.012
BUREAU = {Level.PROVINCE: "民政厅", Level.PREFECTURE: "民政局", Level.COUNTY: "民政局"}
HELD_FOR = 900


@dataclass(frozen=True)
class Seat:
    """Somebody in a post, as whoever went, wrote or decided. until: the first day on which it is empty again."""

    id: uuid.UUID
    name: str
    post: uuid.UUID
    until: date | None = None


@dataclass
class Seats:
    """Who holds which post, by place."""

    directors: dict[int, list[Seat]]
    supervisors: dict[int, Seat]
    bureaus: dict[int, Seat]
    institutions: dict[int, Seat]

    def director(self, village: int, on: date) -> Seat | None:
        """Who holds the village's director's post on a day."""
        return next((seat for seat in self.directors.get(village, ()) if seat.until is None or on < seat.until), None)

    def in_charge(self, village: Village) -> Seat:
        """The township's supervisor, or the county's bureau where that post is vacant."""
        return self.supervisors.get(village.township_code) or self.bureaus[village.county_code]


def officers(counties: list[County], today: date) -> list[Officer]:
    """Everybody, the highest first; the same people for the same counties and day."""
    villages = [home.village for county in counties for home in county.homes]
    townships = {village.township_code for village in villages}
    found = [
        *_offices(counties, today),
        *staff.supervisors(villages, today, vacant=round(VACANT_TOWNSHIPS * len(townships))),
        *staff.directors(villages, today),
    ]
    staff.number(found, NUMBERS_AFTER)
    return found


def _offices(counties: list[County], today: date) -> Iterator[Officer]:
    above = sorted({code for county in counties for code in ancestors(county.code)})
    rng = Random(f"{SEED}-offices")
    for place in Place.objects.filter(code__in=[*above, *(county.code for county in counties)]).order_by("code"):
        level = Level(place.level)
        yield _officer(rng, place.code, Role.CIVIL_AFFAIRS, place.name + BUREAU[level], today)
        if level == Level.PROVINCE:
            yield _officer(rng, place.code, Role.AUDITOR, "", today)
            yield _officer(rng, place.code, Role.ADMINISTRATOR, "", today)
        if level == Level.COUNTY:
            named = f"{place.name}未成年人救助保护中心"
            yield _officer(rng, place.code, Role.PROTECTION_INSTITUTION, named, today, sealed=True)


def _officer(rng: Random, place: int, role: Role, organisation: str, today: date, sealed: bool = False) -> Officer:
    name = names.full(rng, Generation.PARENT, rng.choice(("male", "female")), "汉族")
    since = today - timedelta(HELD_FOR)
    return Officer(name, role, place // 10**6, "", organisation, sealed, [(place, since, None)])


def seats(found: list[Officer]) -> Seats:
    """Where they sit, once they are appointed."""
    with context.within(grants.system()):
        posts = {(person, place): post for post, person, place in plain(Post).values_list("id", "person", "place")}
    by_role: dict[Role, dict[int, list[Seat]]] = {role: defaultdict(list) for role in Role}
    for officer in found:
        for place, _, until in officer.posts:
            seat = Seat(officer.id, officer.name, posts[officer.id, place], until)
            by_role[officer.role][place].append(seat)
    single = {role: {place: held[0] for place, held in places.items()} for role, places in by_role.items()}
    return Seats(
        dict(by_role[Role.CHILD_DIRECTOR]),
        single[Role.SUPERVISOR],
        single[Role.CIVIL_AFFAIRS],
        single[Role.PROTECTION_INSTITUTION],
    )
