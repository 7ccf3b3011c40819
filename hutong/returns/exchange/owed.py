"""What a unit owes the national system: its files and posts as they stand, beside what was accepted.

The journal says that something happened and when; the comparison says what is owed. So what changed and changed back is
not sent, and what was refused or lost on the way is owed until it is accepted (ADR 14).
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.protecting import reading as protecting
from hutong.ground import clock, query
from hutong.returns.exchange import template
from hutong.returns.exchange.held import Held, held, values_of
from hutong.returns.out import rosters

STAFF = (Role.CHILD_DIRECTOR, Role.SUPERVISOR)
BLOCK = 1000
# When each was last written about: a child's own entries, or a post's.
LATEST = """
SELECT coalesce(e.child, e.record), max(e.at) FROM journal_entry e
WHERE NOT e.sealed AND (e.child = ANY (%(ids)s) OR (e.child IS NULL AND e.record = ANY (%(ids)s))) GROUP BY 1
"""


@dataclass(frozen=True)
class Owed:
    """One row of a batch. values: as in the template, without those of the row."""

    kind: str
    subject: uuid.UUID
    place: int
    what: str
    values: dict[str, Any]
    digest: bytes


@dataclass
class AllOwed:
    """What was found of a unit, sheet by sheet; left_out: children whose address is protected."""

    rows: list[Owed] = field(default_factory=list)
    left_out: int = 0


def owed(grant: Grant) -> AllOwed:
    """All that a unit owes; grant narrowed to it. Of children whose address is protected nothing is said."""
    found, known = AllOwed(), held(grant)
    seen = {*_children(grant, found, known), *_posts(grant, found, known)}
    _gone(grant, found, {subject: one for subject, one in known.items() if subject not in seen})
    order = {(kind, what): n for n, (kind, what) in enumerate(SHEETS)}
    found.rows.sort(key=lambda row: (order[row.kind, row.what], row.place, row.subject))
    return found


SHEETS = tuple((kind, what) for kind in ("child", "staff") for what in ("new", "changed", "left"))


def _children(grant: Grant, found: AllOwed, known: dict[uuid.UUID, Held]) -> Iterator[uuid.UUID]:
    today = clock.today()
    rows = rosters.children(template.of("child"), grant, today).order_by("place", "id")
    for block in _blocks(rows):
        secret = protecting.protected(grant, [child.pk for child in block])
        found.left_out += len(secret)
        told = template.children(grant, [child for child in block if child.pk not in secret], today)
        found.rows += _compared("child", {child.pk: child.place for child in block}, told, known)
        yield from (child.pk for child in block)


def _posts(grant: Grant, found: AllOwed, known: dict[uuid.UUID, Held]) -> Iterator[uuid.UUID]:
    rows = Post.objects.within(grant).filter(role__in=STAFF, period__contains=clock.today()).select_related("person")
    for block in _blocks(rows.order_by("place", "id")):
        found.rows += _compared("staff", {post.pk: post.place for post in block}, template.posts(block), known)
        yield from (post.pk for post in block)


def _compared(
    kind: str, places: dict[uuid.UUID, int], told: dict[uuid.UUID, Any], known: dict[uuid.UUID, Held]
) -> Iterator[Owed]:
    digests = {subject: template.digest(now) for subject, now in told.items()}
    fresh = [s for s in told if not (was := known.get(s)) or was.digest != digests[s]]
    old, when = values_of(known[s] for s in fresh if s in known), _latest(fresh)
    for subject in fresh:
        was, now = known.get(subject), told[subject]
        names = template.changed(kind, old[was.row], now) if was else []
        row = {"happened": _day(when.get(subject)), "changed": "、".join(names), "reason": ""}
        yield Owed(kind, subject, places[subject], "changed" if was else "new", now | row, digests[subject])


def _gone(grant: Grant, found: AllOwed, missing: dict[uuid.UUID, Held]) -> None:
    """Held there and no longer ours to report."""
    # A protected child that fled to another county is protected there: nothing may say that it went.
    with context.everywhere():
        secret = protecting.protected(grants.system(), [s for s, one in missing.items() if one.kind == "child"])
    children = plain(Child).in_bulk(list(missing))
    posts = plain(Post).in_bulk(list(missing))
    when, old = _latest(list(missing)), values_of(missing.values())
    for subject, one in missing.items():
        if subject in secret:
            continue
        was = old[one.row]
        why = _left(children.get(subject)) if one.kind == "child" else _ended(posts.get(subject))
        row = {"happened": _day(when.get(subject)), "changed": "", "reason": why}
        kept = {field: was.get(field) for field in template.fields(one.kind)}
        found.rows.append(Owed(one.kind, subject, one.place, "left", kept | row, template.digest(kept)))


def _left(child: Child | None) -> str:
    if child is None:
        return "迁出本地"
    return ExitReason(child.exit_reason).label if child.exited_on else "不再属于报送对象"


def _ended(post: Post | None) -> str:
    return (post.ended_reason if post else "") or "离任"


def _latest(ids: list[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    return dict(query.rows(LATEST, {"ids": ids})) if ids else {}


def _day(at: datetime | None) -> str:
    day: date = clock.on(at) if at else clock.today()
    return day.isoformat()


def _blocks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    block: list[Any] = []
    for row in rows.iterator(BLOCK):
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block
