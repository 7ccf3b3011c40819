"""A request is kept until a second person answers; whose account is guarded so."""

from collections.abc import Sequence

from hutong.accounts import context
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.models import Ask, Person, Post, new_id
from hutong.ground import clock, query
from hutong.places.codes import level_of
from hutong.workforce import listing

GUARDED = "{}是指定接触密封事项的人员，密码和第二步验证不能由一个人重置。请申请“重发账号”，由上一级接触密封事项的另一位人员确认。"


def wish(grant: Grant, post: Post, kind: str, reason: str = "") -> Ask:
    """Keep a request about a post, inside an action; the one that waits already where there is one.

    What the system does (set-up, command line) is done already: it is kept all the same, so that the holders hear of it.
    """
    done = grant.role is None
    query.one_by_one(f"wish {post.pk} {kind}")
    waiting = plain(Ask).filter(post=post.pk, kind=kind, answer="").first()
    if waiting and not done:
        return waiting
    row = Ask(id=new_id(), place=post.place, kind=kind, person=post.person, post=post.pk, reason=reason, at=clock.now(),
              by=grant.person, by_name=grant.name)  # fmt: skip
    if done:
        answered(grant, row, Ask.Answer.AGREED)
    row.save(force_insert=True)
    return row


def answered(grant: Grant, row: Ask, answer: str, reason: str = "") -> None:
    """Note the answer; whoever took note of the request hears of it anew."""
    row.answer, row.answer_reason = answer, reason
    row.answered_at, row.answered_by, row.answered_name = clock.now(), grant.person, grant.name
    row.seen_by = [grant.person] if grant.person else []


def posts_not_over(grant: Grant, person: Person) -> list[Post]:
    """All that a person holds or will hold, those outside the grant too: a person sees all their own posts."""
    with context.changed(person=str(person.id)):
        return list(plain(Post).filter(listing.not_over(), person=person))


def main(posts: Sequence[Post]) -> Post | None:
    """The post whose bureau keeps the account: the highest, of several at one level the oldest."""
    return min(posts, key=lambda post: (level_of(post.place), post.since, post.id), default=None)


def guard(grant: Grant, person: Person) -> None:
    """Refuse to give away the account of whoever is named for sealed matters. Raises Problem 403."""
    if any(post.sealed for post in posts_not_over(grant, person)):
        raise Problem(403, GUARDED.format(person.name), "named")
