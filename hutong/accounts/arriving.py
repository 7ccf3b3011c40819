"""Who asks: sign-in, person, posts held today and whom the person must stay away from, in one round to the database.

Every request begins with it (config/watch.py), before any scope exists: a person always sees their own posts.
"""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.range import DateRange

from hutong.accounts import grants, people
from hutong.accounts.models import Organisation, Person, Post, Presence
from hutong.ground import clock
from hutong.ground.query import composed


@dataclass(frozen=True)
class Arrived:
    """presence: the sign-in of this session. Both are None where there is none (any more)."""

    presence: Presence | None
    person: Person | None
    posts: list[Post]
    avoids: frozenset[uuid.UUID]


# Two statements sent as one: the second sees by row-level security what the first says of the person.
WHO = """
SELECT set_config('hutong.person', %(person)s, true), set_config('hutong.now', %(now)s, true);
SELECT {presence}, {own}, (
    SELECT json_agg(json_build_object('id', a.id, 'role', a.role, 'place', a.place, 'sealed', a.sealed,
        'since', lower(a.period), 'organisation', o.id, 'closed_on', o.closed_on) ORDER BY lower(a.period), a.id)
    FROM accounts_post_today a LEFT JOIN accounts_organisation o ON o.id = a.organisation_id
    WHERE a.person_id = p.id), ARRAY({avoided})
FROM person_self() p LEFT JOIN accounts_presence h ON h.id = %(presence)s
"""


def who(presence: str, person: str) -> Arrived:
    """What a session's two ids stand for."""
    values = {"presence": presence, "person": person, "now": clock.now().isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)  # type: ignore[arg-type]  # django-types knows texts alone
        cursor.nextset()
        row = cursor.fetchone()
    if row is None:
        return Arrived(None, None, [], frozenset())
    cut = len(Presence._meta.concrete_fields)
    *columns, posts, avoids = row
    known = people.made(columns[cut:])
    here = _presence(columns[:cut]) if columns[0] else None
    return Arrived(here, known, [_post(known, told) for told in posts or []], frozenset(avoids))


@cache
def _statement() -> sql.Composed:
    """Composed once: what apps avoid is registered before anybody asks."""
    return composed(WHO, presence=people.columns("h", Presence), own=people.columns("p"), avoided=grants.avoided_sql())


def _presence(values: list[Any]) -> Presence:
    return Presence.from_db("default", [field.attname for field in Presence._meta.concrete_fields], values)


def _post(person: Person, told: dict[str, Any]) -> Post:
    since = DateRange(date.fromisoformat(told["since"]), None)
    post = Post(
        id=uuid.UUID(told["id"]),
        person=person,
        role=told["role"],
        place=told["place"],
        sealed=told["sealed"],
        period=since,
    )
    if told["organisation"]:
        closed = told["closed_on"]
        post.organisation = Organisation(
            id=uuid.UUID(told["organisation"]), closed_on=date.fromisoformat(closed) if closed else None
        )
    return post
