"""The one place that turns a post into a filter: grants, and the context that row-level security reads."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import PERMISSIONS, Permission, Role
from hutong.config import clock, query
from hutong.places.codes import interval, level_of

Bounds = tuple[int, int]
EVERYWHERE: tuple[Bounds, ...] = ((0, 10**12),)


@dataclass(frozen=True)
class Grant:
    """What one person may touch in one role: half-open intervals of place codes and a set of permissions."""

    person: uuid.UUID | None
    role: Role | None
    post: uuid.UUID | None
    places: tuple[int, ...]
    bounds: tuple[Bounds, ...]
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    name: str = ""

    def allows(self, permission: Permission) -> bool:
        return permission in self.permissions

    def covers(self, place: int) -> bool:
        """Whether a place code lies inside the jurisdiction."""
        return any(low <= place < high for low, high in self.bounds)

    def narrowed(self, place: int) -> "Grant | None":
        """The same grant over one unit inside it, for a list of that unit; None when it lies outside."""
        try:
            low, high = interval(place)
        except ValueError:
            return None
        if not any(lo <= low and high <= hi for lo, hi in self.bounds):
            return None
        return Grant(self.person, self.role, self.post, (place,), ((low, high),), self.permissions, self.name)


def system(bounds: Sequence[Bounds] = EVERYWHERE) -> Grant:
    """The grant of nightly work and of the command line: every right, named in the journal as system."""
    return Grant(None, None, None, (), tuple(bounds), frozenset(Permission), "系统")


def grant_of(person: Person, role: Role | None = None) -> Grant | None:
    """The grant of the posts held today, in the role asked for when one is held, else in the highest post's.

    Of several at one level the oldest counts: an appointment further down does not change how an officer signs in.
    Returns None when the person is inactive or holds no post.
    """
    posts = posts_of(person)
    if not posts or not person.is_active:
        return None
    highest = min(posts, key=lambda post: level_of(post.place))
    chosen = role if role in {post.role for post in posts} else highest.role
    held = [post for post in posts if post.role == chosen]
    permissions = PERMISSIONS[Role(held[0].role)]
    if all(post.sealed for post in held):
        permissions |= {Permission.SEALED}
    places = tuple(sorted(post.place for post in held))
    bounds = tuple(_merged([interval(place) for place in places]))
    return Grant(person.id, Role(held[0].role), held[0].id, places, bounds, permissions, person.name)


def posts_of(person: Person) -> list[Post]:
    """The posts a person holds today, oldest first. Needs no scope: a person always sees their own posts."""
    with transaction.atomic():
        set_context(person=str(person.id))
        found = plain(Post).filter(person=person, period__contains=clock.today())
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
    with transaction.atomic():
        set_context(
            person=str(grant.person or ""),
            post=str(grant.post or ""),
            places="{" + ",".join(f"[{low},{high})" for low, high in grant.bounds) + "}",
            sealed="on" if grant.allows(Permission.SEALED) else "",
            opened="{}",
        )
        yield grant
        # SET LOCAL ends with the outermost transaction only, and a caller may hold one around several.
        if not connection.needs_rollback:
            set_context(person="", post="", places="{}", sealed="", opened="{}")


def open_child(child: uuid.UUID) -> None:
    """Let this transaction read all that belongs to one child already found in scope, wherever it happened."""
    set_context(opened="{" + str(child) + "}")


def set_context(**settings: str) -> None:
    """Set `hutong.<name>` for the rest of this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    values = [part for name, value in settings.items() for part in (f"hutong.{name}", value)]
    query.rows(f"SELECT {calls}", values)
