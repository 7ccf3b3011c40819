"""What `hutong places change …` does, in the name of the system."""

import uuid
from typing import Any

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.ground.refusal import Refused
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from hutong.workforce.changes.preview import preview


def ask(wish: Wish) -> dict[str, Any]:
    """What the change would do. Raises Refused."""
    try:
        with context.within(grants.system()) as grant:
            found = preview(grant, wish)
    except Problem as refused:
        raise Refused(str(refused)) from None
    posts = [{"id": post.id, "name": post.person.name, "place": post.place.code} for post in found["posts"]]
    names = ("sentence", "code", "new_code", "units", "counts", "doubles")
    return {name: found[name] for name in names} | {"posts": posts}


def make(wish: Wish, document: str, reason: str, ends: tuple[str, ...]) -> dict[str, Any]:
    """Make the change. Raises Refused."""
    try:
        with context.within(grants.system()) as grant:
            done = change(grant, wish, document, reason, [uuid.UUID(post) for post in ends])
    except (Problem, ValueError) as refused:
        raise Refused(str(refused)) from None
    return {"id": str(done.id), "code": done.code, "new_code": done.new_code, "counts": done.counts}
