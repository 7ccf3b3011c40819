"""Out of the posts that a person holds today, the grant under which it acts."""

import uuid
from collections.abc import Sequence

from hutong.accounts.context import as_person
from hutong.accounts.grants import Grant, avoided_sql, merged
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import IN_THE_COUNTY, PERMISSIONS, WITHOUT_JURISDICTION, Permission, Role
from hutong.ground import clock, query
from hutong.places.codes import Level, interval, level_of


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
    highest = highest_of(posts)
    chosen = role if role in {post.role for post in posts} else highest.role
    held = [post for post in posts if post.role == chosen]
    permissions = PERMISSIONS[Role(held[0].role)]
    if level_of(highest_of(held).place) < Level.COUNTY:
        permissions -= IN_THE_COUNTY
    if all(post.sealed for post in held):
        permissions |= {Permission.SEALED}
    places = tuple(sorted(post.place for post in held))
    role = Role(held[0].role)
    bounds = () if role in WITHOUT_JURISDICTION else tuple(merged([interval(place) for place in places]))
    organisations = tuple(of.id for post in held if (of := post.organisation) and not of.closed_on)
    return Grant(person.id, role, held[0].id, places, bounds, permissions, person.name, organisations, avoids=avoids)


def highest_of(posts: Sequence[Post]) -> Post:
    """Of some posts that of the highest level; of several the first."""
    return min(posts, key=lambda post: level_of(post.place))


def posts_of(person: Person) -> list[Post]:
    """The posts a person holds today, oldest first. Needs no scope: a person always sees their own posts."""
    with as_person(person):
        found = plain(Post).filter(person=person, period__contains=clock.today()).select_related("organisation")
        return sorted(found, key=lambda post: (post.period.lower, post.id))
