"""The only writers of one-time links. Who answers is nobody the house knows: the code and the browser are all there is.

A code that is wrong, over, ended, answered, or of another browser is one and the same to whoever tries it: None."""

import base64
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents.models import Link, Notice, Numbered, Paper
from hutong.documents.notices.actions import receipt
from hutong.ground import clock, figures
from hutong.ground.sealing import SealedTextField, token
from hutong.journal.actions import action
from hutong.places import refs

LIMITS = "paper-limits.csv"
CLOSED = "密件不能用一次性链接签收，请当面送达。"


@dataclass(frozen=True)
class Question:
    """What whoever has a good code is asked: whether this paper came. No child, no recipient is named."""

    paper: str
    number: str
    unit: str
    on: str


@dataclass(frozen=True)
class Answer:
    """got: whether it came. name: who answers. words: what else is to be said."""

    got: bool
    name: str
    words: str = ""


@action("documents.make_link", Permission.PRINT)
def make(grant: Grant, notice: uuid.UUID) -> tuple[str, datetime]:
    """A code by which whoever was sent a paper says that it came, and until when; told this once. Earlier ones end.

    Raises Problem 404, 409, 422."""
    row = _notice(grant, notice)
    if row.told_on or row.dropped:
        raise Problem(409, "这份文书不用再签收了。", "already_told")
    if row.addressees:
        raise Problem(422, CLOSED, "closed")
    _end(row)
    code = base64.b32encode(secrets.token_bytes(10)).decode()
    until = clock.now() + timedelta(days=figures.of(LIMITS, clock.today())["link_days"])
    plain(Link).create(
        id=new_id(), place=row.place, matter=row.pk, token=_token("code", code), made_at=clock.now(),
        made_by=grant.name, until=until,
    )  # fmt: skip
    return "-".join(code[n : n + 4] for n in range(0, 16, 4)), until


@action("documents.end_link", Permission.PRINT)
def end(grant: Grant, notice: uuid.UUID) -> None:
    """From now on no code of a notice opens anything. Raises Problem 404."""
    _end(_notice(grant, notice))


@action("documents.open_link", Permission.SYSTEM)
def bind(system: Grant, code: str, browser: str) -> Question | None:
    """The question behind a code, which from now on only this browser opens; browser: its secret."""
    found = _live(code, browser)
    if found is None:
        return None
    link, notice = found
    if link.browser is None:
        link.browser, link.opened_at = _token("browser", browser), clock.now()
        link.save(update_fields=["browser", "opened_at"])
    return _question(notice)


@action("documents.answer", Permission.SYSTEM)
def answer(system: Grant, code: str, browser: str, given: Answer) -> bool:
    """Take the one answer to a question that this browser opened. "It came" is the receipt of the paper."""
    found = _live(code, browser)
    if found is None or found[0].browser is None:
        return False
    link, notice = found
    link.answered_at, link.got = clock.now(), given.got
    for name, said in (("name", given.name), ("words", given.words)):
        setattr(link, name, _column(name).close(link, said.strip()))
    link.save(update_fields=["answered_at", "got", "name", "words"])
    if given.got:
        receipt(notice, given.name, given.words)
    return True


def _live(code: str, browser: str) -> tuple[Link, Notice] | None:
    """One look-up, whatever is wrong with the code."""
    link = plain(Link).select_for_update().filter(token=_token("code", code)).first()
    if link is None or link.ended_at or link.answered_at or link.until <= clock.now():
        return None
    if link.browser is not None and bytes(link.browser) != _token("browser", browser):
        return None
    notice = plain(Notice).select_for_update().filter(pk=link.matter, told_on=None, dropped="").first()
    return (link, notice) if notice else None


def _question(notice: Notice) -> Question:
    paper = plain(Paper).get(pk=notice.matter)
    number = plain(Numbered).filter(paper=paper).select_related("series").first()
    unit = refs.refs([notice.place])[notice.place].name
    return Question(paper.title, number.text if number else "", unit, f"{paper.at.astimezone(clock.SHANGHAI):%Y-%m-%d}")


def _end(row: Notice) -> None:
    plain(Link).filter(matter=row.pk, ended_at=None, answered_at=None).update(ended_at=clock.now())


def _notice(grant: Grant, notice: uuid.UUID) -> Notice:
    row = Notice.seen(grant).filter(pk=notice).first()
    if row is None:
        raise missing("送达")
    return row


def _token(of: str, secret: str) -> bytes:
    return token(f"link {of}|{''.join(secret.upper().split()).replace('-', '')}")


def _column(name: str) -> SealedTextField:
    column: Any = Link._meta.get_field(name)
    return column
