"""The one place that turns a post into a filter: grants, and the context that row-level security reads."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection, transaction

from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import PERMISSIONS, WITHOUT_JURISDICTION, Permission, Role
from hutong.config import clock, query
from hutong.places.codes import Level, at_level, interval, level_of

Bounds = tuple[int, int]
EVERYWHERE: tuple[Bounds, ...] = ((0, 10**12),)
# Which children a person must keep away from; the app that holds children says it (children/avoiding.py).
_avoiding: list[str] = []


def avoid(rule: str) -> None:
    """An app above says which children are not to be handled by whom the database knows today: a SELECT of their ids."""
    _avoiding.append(rule)


def avoided_sql() -> str:
    """All such rules as one SELECT."""
    return " UNION ".join(_avoiding) or "SELECT NULL::uuid WHERE false"


@dataclass(frozen=True)
class Grant:
    """What one person may touch in one role: half-open intervals of place codes and a set of permissions.

    organisations: those its posts belong to, whose shares it may use (shares.py). child, parts: a grant over that child
    alone, opened by a share of these parts; it has no places. avoids: children that are not this person's to handle,
    wherever they live (回避).
    """

    person: uuid.UUID | None
    role: Role | None
    post: uuid.UUID | None
    places: tuple[int, ...]
    bounds: tuple[Bounds, ...]
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    name: str = ""
    organisations: tuple[uuid.UUID, ...] = ()
    child: uuid.UUID | None = None
    parts: frozenset[str] = frozenset()
    avoids: frozenset[uuid.UUID] = frozenset()

    def allows(self, permission: Permission) -> bool:
        return permission in self.permissions

    def covers(self, place: int) -> bool:
        """Whether a place code lies inside the jurisdiction."""
        return any(low <= place < high for low, high in self.bounds)

    def level_over(self, place: int) -> int:
        """The level of the post by which it reaches a place."""
        over = [own for own in self.places if (span := interval(own))[0] <= place < span[1]]
        return min(level_of(own) for own in over or self.places)

    def looks_over(self, level: int, place: int) -> bool:
        """Whether it is of a level above one, to answer for what was done there at a place it reaches.

        Above the province there is nobody; a colleague there answers."""
        own = self.level_over(place)
        return own < level or own == level == Level.PROVINCE

    def inside(self, place: str, child: str) -> str:
        """SQL for a row inside the jurisdiction that is about no child whom the grant avoids; place, child: its columns."""
        spans = (
            " OR ".join(f"({place} >= {int(low)} AND {place} < {int(high)})" for low, high in self.bounds) or "false"
        )
        return f"(({spans}){self.apart(child)})"

    def apart(self, child: str) -> str:
        """SQL that leaves out children whom the grant avoids, beginning with AND; "" for nearly everybody. child: a column."""
        if not self.avoids:
            return ""
        listed = ", ".join(f"'{one}'" for one in sorted(self.avoids))
        return f" AND ({child} IS NULL OR {child} <> ALL (ARRAY[{listed}]::uuid[]))"

    def narrowed(self, place: int) -> "Grant | None":
        """The same grant over one unit inside it, for a list of that unit; None when it lies outside."""
        try:
            low, high = interval(place)
        except ValueError:
            return None
        if not any(lo <= low and high <= hi for lo, hi in self.bounds):
            return None
        return replace(self, places=(place,), bounds=((low, high),))

    def over(self, child: uuid.UUID, parts: Sequence[str], permissions: frozenset[Permission]) -> "Grant":
        """The grant over one child alone, with those of its own permissions that a share leaves."""
        left = self.permissions & permissions
        return replace(self, bounds=(), permissions=left, child=child, parts=frozenset(parts))


def system(bounds: Sequence[Bounds] = EVERYWHERE) -> Grant:
    """The grant of nightly work and of the command line: every right, named in the journal as system."""
    return Grant(None, None, None, (), tuple(bounds), frozenset(Permission), "系统")


def grant_of(person: Person, role: Role | None = None) -> Grant | None:
    """The grant of the posts held today, in the role asked for when one is held, else in the highest post's.

    Of several at one level the oldest counts: an appointment further down does not change how an officer signs in.
    Returns None when the person is inactive or holds no post.
    """
    with as_person(person):
        avoided = query.rows(avoided_sql())
    return granted(person, role, posts_of(person), frozenset(child for [child] in avoided))


def granted(person: Person, role: Role | None, posts: Sequence[Post], avoids: frozenset[uuid.UUID]) -> Grant | None:
    """The same out of what is known already of a person: posts held today, oldest first, and children to avoid."""
    if not posts or not person.is_active:
        return None
    highest = min(posts, key=lambda post: level_of(post.place))
    chosen = role if role in {post.role for post in posts} else highest.role
    held = [post for post in posts if post.role == chosen]
    permissions = PERMISSIONS[Role(held[0].role)]
    if all(post.sealed for post in held):
        permissions |= {Permission.SEALED}
    places = tuple(sorted(post.place for post in held))
    role = Role(held[0].role)
    bounds = () if role in WITHOUT_JURISDICTION else tuple(_merged([interval(place) for place in places]))
    organisations = tuple(of.id for post in held if (of := post.organisation) and not of.closed_on)
    return Grant(person.id, role, held[0].id, places, bounds, permissions, person.name, organisations, avoids=avoids)


def posts_of(person: Person) -> list[Post]:
    """The posts a person holds today, oldest first. Needs no scope: a person always sees their own posts."""
    with as_person(person):
        found = plain(Post).filter(person=person, period__contains=clock.today()).select_related("organisation")
        return sorted(found, key=lambda post: (post.period.lower, post.id))


def _merged(bounds: list[Bounds]) -> list[Bounds]:
    merged: list[Bounds] = []
    for low, high in sorted(bounds):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


@contextmanager
def within(grant: Grant) -> Iterator[Grant]:
    """One transaction in which the database knows who asks and where, for row-level security to read."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        set_context(
            person=str(grant.person or ""),
            post=str(grant.post or ""),
            places=_multirange(grant.bounds),
            sealed="on" if grant.allows(Permission.SEALED) else "",
            organisations="{" + ",".join(map(str, grant.organisations)) + "}",
            opened="{}",
            now=clock.now().isoformat(),
        )
        yield grant
        # SET LOCAL ends with the outermost transaction only, and a caller may hold one around several.
        if not outermost and not connection.needs_rollback:
            set_context(person="", post="", places="{}", sealed="", organisations="{}", opened="{}", now="")


@contextmanager
def reaching(grant: Grant, *places: int) -> Iterator[Grant]:
    """For the writes of one action that goes beyond the jurisdiction because the other end agreed: grant and floor also
    admit these units, sealed facts included, which travel unread. A refusal on the way undoes it with all that was written."""
    wider = replace(grant, bounds=tuple(_merged([*grant.bounds, *map(interval, places)])))
    with transaction.atomic():
        [[before, sealed]] = query.rows("SELECT current_setting('hutong.places'), current_setting('hutong.sealed')")
        # Sealed facts stand at the county (children/models/sealed.py).
        counties = [(code, code + 1) for low, _ in wider.bounds for code in (at_level(low, Level.COUNTY),)]
        set_context(places=_multirange([*wider.bounds, *counties]), sealed="on")
        yield wider
        set_context(places=before, sealed=sealed)


@contextmanager
def everywhere() -> Iterator[None]:
    """For a look of the system's own inside a request, such as where a child lives now; sealed facts stay out."""
    [[before]] = query.rows("SELECT current_setting('hutong.places')")
    set_context(places=_multirange(EVERYWHERE))
    yield
    set_context(places=before)


def _multirange(bounds: Sequence[Bounds]) -> str:
    return "{" + ",".join(f"[{low},{high})" for low, high in bounds) + "}"


@contextmanager
def as_person(person: Person | uuid.UUID) -> Iterator[None]:
    """A transaction in which the database knows who a person is: before any scope exists, at sign-in, and for the person's
    own sessions when somebody else ends them."""
    with transaction.atomic():
        asked = "SELECT coalesce(current_setting('hutong.person', true), ''), coalesce(current_setting('hutong.now', true), '')"
        [[before, then]] = query.rows(asked)
        set_context(person=str(person.id if isinstance(person, Person) else person), now=clock.now().isoformat())
        yield
        if not connection.needs_rollback:
            set_context(person=before, now=then)


def open_child(child: uuid.UUID, *olds: uuid.UUID) -> None:
    """Let this transaction read all that belongs to one child already found in scope, wherever it happened.

    olds: files that were merged into it."""
    set_context(opened="{" + ",".join(map(str, (child, *olds))) + "}")


def open_by_share(*children: uuid.UUID) -> None:
    """Let the rest of this transaction read children that shares open, and nothing else: no place, nothing sealed."""
    set_context(places="{}", sealed="", opened="{" + ",".join(map(str, children)) + "}")


def set_context(**settings: str) -> None:
    """Set `hutong.<name>` for the rest of this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    values = [part for name, value in settings.items() for part in (f"hutong.{name}", value)]
    query.rows(f"SELECT {calls}", values)
