"""回避: whoever may be the person protected against, or family, does not handle the file of a child under 地址保密.

公务员法 74 asks officers to stay out of what touches them or their kin. What the system knows of kin is a name and a
telephone: the name of the one protected against, or the number of anybody in the family. A namesake is refused too, is
told why, and the level above handles the file. Lists, search, ledgers and phones leave such a child out
(`ScopedManager.within`); an attempt to open it is refused here and stands before the auditor.
"""

import uuid

from hutong.accounts import scope
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post
from hutong.accounts.scope import Grant
from hutong.children.models import Child
from hutong.config import clock, query
from hutong.journal.actions import looked
from hutong.places.codes import Level, at_level

TOLD = (
    "这份档案有地址保密，您与保密对象同名，或者电话和这个家庭的人相同，按规定应当回避，不能查看和办理。"
    "请交给上级的工作人员办理；确实只是同名的，也请上级说明和代办。"
)


def avoided_by(person: Person) -> frozenset[uuid.UUID]:
    """The children whom a person must not handle, wherever they live."""
    return frozenset(child for child, _ in _avoided(person.pk))


def _avoided(person: uuid.UUID) -> list[tuple[uuid.UUID, int]]:
    return [
        (child, place)
        for child, place in query.rows("SELECT child, place FROM children_avoided(%s, %s)", [person, clock.today()])
    ]


def keep_out(grant: Grant, child: uuid.UUID, purpose: str = "") -> None:
    """Refuse a child whom the grant avoids: logged where it lives; told why only where it lies in the jurisdiction.

    Raises Problem 403, 404.
    """
    if child not in grant.avoids or grant.person is None:
        return
    place = dict(_avoided(grant.person))[child]
    note(grant, child, place, purpose)
    if grant.covers(place):
        raise Problem(403, TOLD, "kept_out", keep=True)
    nothing = missing("档案")
    nothing.keep = True
    raise nothing


def note(grant: Grant, child: uuid.UUID, place: int, purpose: str) -> None:
    """Log the attempt where the child lives: its county's auditor sees it."""
    scope.open_child(child)
    looked(grant, "kept_out", place, child, purpose[:200])


def kept_out(grant: Grant, child: Child) -> list[str]:
    """Who of the child's village and township is kept out today, so that somebody else is sent: "姓名（岗位）"."""
    near = {child.place, at_level(child.place, Level.TOWNSHIP)}
    posts = Post.objects.within(grant).filter(place__in=near, period__contains=clock.today())
    held = plain(Post).filter(pk__in=posts).select_related("person").order_by("place", "id")
    return [
        f"{post.person.name}（{post.get_role_display()}）"  # type: ignore[attr-defined]  # Django makes it
        for post in held
        if child.pk in avoided_by(post.person)
    ]
