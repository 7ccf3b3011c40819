"""回避: whoever may be the person protected against, or family, does not handle the file of a child under 地址保密.

公务员法 74 asks officers to stay out of what touches them or their kin. What the system knows of kin is a name and a
telephone: the name of the one protected against, or the number of anybody in the family. A namesake is kept out too, and
is told by the level above, which sees on the 地址保密 page who is. For whoever is kept out there is no such child
(docs/adr/0020-kept-out-is-not-found.md): lists, search, ledgers, phones and figures leave it out (`ScopedManager.within`,
`Grant.inside`), and an attempt to open it finds nothing and stands before the auditor.
"""

import uuid

from django.db import transaction

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Child
from hutong.ground import clock, planning, query
from hutong.journal.actions import looked
from hutong.places.codes import Level, at_level

# Asked with every request (accounts/arriving.py): the children, and pairs of double files with one of them, about which
# something may be owed (ADR 24).
AVOIDED = """SELECT x.id FROM children_avoided() a
CROSS JOIN LATERAL (SELECT a.child AS id UNION ALL SELECT children_avoided_pairs(a.child)) x"""


def _avoided() -> list[tuple[uuid.UUID, int]]:
    return [(child, place) for child, place in query.rows("SELECT child, place FROM children_avoided()")]


def absent(grant: Grant, child: uuid.UUID, purpose: str = "") -> Problem:
    """404 for a child who is not there for a grant; an attempt at one whom it avoids is logged where that child lives.

    Whoever must stay away hears what anybody hears of no child, and after the same work: the log is written for every
    child that is not found, and taken back for those who are nobody's to avoid.
    """
    nothing = missing("档案")
    if not grant.avoids or grant.person is None:
        return nothing
    place = dict(_avoided()).get(child)
    planning.commit_unwaited()
    with transaction.atomic():
        note(grant, child, place or grant.places[0], purpose)
        transaction.set_rollback(place is None)
    nothing.keep = True
    return nothing


def note(grant: Grant, child: uuid.UUID, place: int, purpose: str) -> None:
    """Log the attempt where the child lives: its county's auditor sees it."""
    with context.changed(opened=query.array([child])):
        looked(grant, "kept_out", place, child, purpose[:200])


def kept_out(grant: Grant, child: Child) -> list[str]:
    """Who of the child's village and township is kept out today, so that somebody else is sent: "姓名（岗位）"."""
    near = {child.place, at_level(child.place, Level.TOWNSHIP)}
    posts = Post.objects.within(grant).filter(place__in=near, period__contains=clock.today())
    held = plain(Post).filter(pk__in=posts).select_related("person").order_by("place", "id")
    out = {person for [person] in query.rows("SELECT person FROM children_kept_away(%s)", [child.pk])}
    return [
        f"{post.person.name}（{post.get_role_display()}）"  # type: ignore[attr-defined]  # Django makes it
        for post in held
        if post.person_id in out  # type: ignore[attr-defined]  # django-types
    ]
