"""What one person may touch: places, permissions, and whom it must keep away from."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from psycopg import sql

from hutong.accounts.permissions import Permission, Role
from hutong.ground.query import composed, joined, text
from hutong.places.codes import Level, interval, level_of

Bounds = tuple[int, int]
SPAN = "({place} >= {low} AND {place} < {high})"
APART = " AND ({child} IS NULL OR {child} <> ALL (ARRAY[{avoided}]))"


EVERYWHERE: tuple[Bounds, ...] = ((0, 10**12),)


# Which children a person must keep away from; the app that holds children says it (children/protecting/avoiding.py).
_avoiding: list[str] = []


def avoid(rule: str) -> None:
    """An app above says which children are not to be handled by whom the database knows today: a SELECT of their ids."""
    _avoiding.append(rule)


def avoided_sql() -> sql.Composable:
    """All such rules as one SELECT."""
    return joined(_avoiding or ["SELECT NULL::uuid WHERE false"], " UNION ")


@dataclass(frozen=True)
class Grant:
    """What one person may touch in one role: half-open intervals of place codes and a set of permissions.

    organisations: those its posts belong to, whose shares it may use (shares.py). child, parts: a grant over that child
    alone, opened by a share of these parts; it has no places. avoids: children that are not this person's to handle,
    wherever they live (回避), and pairs of files with one of them. unit: it was narrowed to a unit below.
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
    unit: bool = False

    def allows(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def addressed(self) -> tuple[uuid.UUID, ...]:
        """Under which ids a matter is addressed to it: its organisations, its post, the person; none of a village's, nor when it
        looks at one of its units."""
        if self.role == Role.CHILD_DIRECTOR or self.child or self.unit:
            return ()
        return (*self.organisations, *(one for one in (self.post, self.person) if one))

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

    def inside(self, place: str, child: str) -> sql.Composable:
        """SQL for a row inside the jurisdiction that is about no child whom the grant avoids; place, child: its columns."""
        spans = [composed(SPAN, place=place, low=sql.Literal(low), high=sql.Literal(high)) for low, high in self.bounds]
        return composed("(({spans}){apart})", spans=joined(spans or ["false"], " OR "), apart=self.apart(child))

    def apart(self, child: str) -> sql.Composable:
        """SQL that leaves out children whom the grant avoids, beginning with AND; nothing for nearly everybody. child: a column."""
        if not self.avoids:
            return text("")
        return composed(APART, child=child, avoided=joined(map(sql.Literal, sorted(self.avoids))))

    def narrowed(self, place: int) -> "Grant | None":
        """The same grant over one unit inside it, for a list of that unit; None when it lies outside."""
        try:
            low, high = interval(place)
        except ValueError:
            return None
        if not any(lo <= low and high <= hi for lo, hi in self.bounds):
            return None
        return replace(self, places=(place,), bounds=((low, high),), unit=self.unit or place not in self.places)

    def over(self, child: uuid.UUID, parts: Sequence[str], permissions: frozenset[Permission]) -> "Grant":
        """The grant over one child alone, with those of its own permissions that a share leaves."""
        left = self.permissions & permissions
        return replace(self, bounds=(), permissions=left, child=child, parts=frozenset(parts))


def system(bounds: Sequence[Bounds] = EVERYWHERE) -> Grant:
    """The grant of nightly work and of the command line: every right, named in the journal as system."""
    return Grant(None, None, None, (), tuple(bounds), frozenset(Permission), "系统")


def merged(bounds: list[Bounds]) -> list[Bounds]:
    merged: list[Bounds] = []
    for low, high in sorted(bounds):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged
