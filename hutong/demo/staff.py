"""The people at work: a director for most villages, a supervisor for most townships, and the cast."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from hutong.accounts.models import new_id
from hutong.accounts.permissions import Role
from hutong.demo import names
from hutong.demo.cast import CAST
from hutong.demo.draws import weighted
from hutong.demo.family import ETHNICITY
from hutong.demo.names import Generation
from hutong.demo.villages import ANTU, EMPTY, SEED, Village, townships
from hutong.places.codes import Level, at_level

# Villages without a director, in townships that are otherwise in order and in those that are not.
VACANT, VACANT_WHERE_WEAK = 0.055, 0.17
WEAK = 0.8
# Of the vacant, how many became so within the year; of the others, how many share a director with the next village.
LEFT_THIS_YEAR, SHARED = 0.6, 0.04
WOMEN = 0.72
VACANT_TOWNSHIPS = 2
# Name, role, place, office, and for how many days before today the post was held, from and until.
FORMER = (
    ("韩春梅", Role.SUPERVISOR, ANTU + 100_000, "", 2100, 900),
    ("崔哲", Role.CIVIL_AFFAIRS, ANTU, "安图县民政局", 1300, 38),
)


@dataclass
class Officer:
    """A member of staff and the posts held: (place, since, until)."""

    name: str
    role: Role
    county: int
    staff_number: str = ""
    organisation: str = ""
    sealed: bool = False
    posts: list[tuple[int, date, date | None]] = field(default_factory=list)
    id: UUID = field(default_factory=new_id)


@dataclass
class Staff:
    """All officers, the former before the cast before the others, and who is where."""

    officers: list[Officer]

    def __post_init__(self) -> None:
        self._directors: dict[int, list[tuple[Officer, date | None]]] = defaultdict(list)
        self._supervisors: dict[int, Officer] = {}
        for officer in self.officers:
            for place, _, until in officer.posts:
                if officer.role == Role.CHILD_DIRECTOR:
                    self._directors[place].append((officer, until))
                elif officer.role == Role.SUPERVISOR:
                    self._supervisors[place] = officer

    def director(self, village: int, on: date) -> Officer | None:
        """Who holds the village's director's post on a day."""
        return next((officer for officer, until in self._directors[village] if until is None or on < until), None)

    def supervisor(self, township: int) -> Officer | None:
        """Who holds the township's supervisor's post."""
        return self._supervisors.get(township)


def staff(villages: list[Village], today: date) -> Staff:
    """The same people for the same villages and day."""
    officers = [
        *_former(today),
        *_cast(today),
        *supervisors(villages, today, _held(Role.SUPERVISOR), VACANT_TOWNSHIPS),
        *directors(villages, today, _held(Role.CHILD_DIRECTOR)),
    ]
    number(officers)
    return Staff(officers)


def _cast(today: date) -> Iterator[Officer]:
    since = today - timedelta(900)
    for part in CAST:
        posts: list[tuple[int, date, date | None]] = [(place, since, None) for place in part.places]
        yield Officer(
            part.name, part.role, _county(part.places[0]), part.staff_number, part.organisation, part.sealed, posts
        )


def _former(today: date) -> Iterator[Officer]:
    """Before the cast, whose posts they held: one left long ago, one lately and signs in no more."""
    for name, role, place, organisation, since, until in FORMER:
        posts: list[tuple[int, date, date | None]] = [(place, today - timedelta(since), today - timedelta(until))]
        yield Officer(name, role, _county(place), organisation=organisation, posts=posts)


def _county(place: int) -> int:
    """The six digits that begin a staff number."""
    return place // 10**6


def _held(role: Role) -> set[int]:
    return {place for part in CAST if part.role == role for place in part.places}


def supervisors(villages: list[Village], today: date, held: Collection[int] = (), vacant: int = 0) -> Iterator[Officer]:
    """One for each township, but for those held already and so many that are vacant."""
    rng = Random(f"{SEED}-supervisors")
    free = [code for code in townships(villages) if code not in held]
    without = set(rng.sample(free, vacant))
    like = {village.township_code: village.like for village in villages}
    for code in free:
        if code not in without:
            yield person(rng, Role.SUPERVISOR, like[code], [code], today)


def directors(villages: list[Village], today: date, held: Collection[int] = ()) -> Iterator[Officer]:
    """One for most villages, but for those held already; some of them left within the year, some have two villages."""
    shared: Officer | None = None
    for village in villages:
        if village.code in held:
            shared = None
            continue
        rng = Random(f"{SEED}-director-{village.code}")
        officer, shared = _of_village(rng, village, shared, today)
        if officer:
            yield officer


def _of_village(
    rng: Random, village: Village, shared: Officer | None, today: date
) -> tuple[Officer | None, Officer | None]:
    """The village's own director, and who also takes the next village."""
    if rng.random() < (VACANT_WHERE_WEAK if village.diligence < WEAK else VACANT):
        if rng.random() > LEFT_THIS_YEAR:
            return None, None
        left = today - timedelta(rng.randrange(40, 260))
        return person(rng, Role.CHILD_DIRECTOR, village.like, [village.code], today, left), None
    if shared and at_level(shared.posts[0][0], Level.TOWNSHIP) == village.township_code:
        shared.posts.append((village.code, shared.posts[0][1], None))
        return None, None
    officer = person(rng, Role.CHILD_DIRECTOR, village.like, [village.code], today)
    return officer, officer if rng.random() < SHARED and village.township_code not in EMPTY else None


def person(rng: Random, role: Role, like: int, places: list[int], today: date, until: date | None = None) -> Officer:
    """Somebody who has held a post there for a year or more. like: whose people these are (Village.like)."""
    sex = "female" if rng.random() < WOMEN else "male"
    generation = Generation.PARENT if rng.random() < 0.8 else Generation.ELDER
    name = names.full(rng, generation, sex, weighted(rng, ETHNICITY[like]))
    since = today - timedelta(rng.randrange(420, 2000))
    return Officer(name, role, _county(places[0]), posts=[(place, since, until) for place in places])


def number(officers: list[Officer], after: int = 0) -> None:
    """Give those without one a staff number: the county's six digits and a running number. after: the last not to give."""
    last = {officer.county: int(officer.staff_number[6:]) for officer in officers if officer.staff_number}
    for officer in officers:
        if not officer.staff_number:
            last[officer.county] = last.get(officer.county, after) + 1
            officer.staff_number = f"{officer.county}{last[officer.county]:04}"
