"""Issues a paper: prints it with its code, and keeps what 核验 must be able to say of it later."""

import base64
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents import printing, store
from hutong.documents.models import Notice, Paper
from hutong.documents.notices import actions as notices
from hutong.documents.numbering import actions as numbering
from hutong.ground import clock, query
from hutong.ground.sealing import token
from hutong.journal.actions import action
from hutong.journal.chain import sealing


@dataclass(frozen=True)
class Wanted:
    """What is asked of one paper. place: whose record it is; unit: of the officer, as printed; rev: of the file shown.

    series: under which it gets a number (文号); then the issued copy is kept."""

    template: str
    title: str
    place: int
    unit: str
    purpose: str
    recipient: str = "本单位留存"
    child: uuid.UUID | None = None
    rev: int | None = None
    series: uuid.UUID | None = None


@dataclass(frozen=True)
class Issued:
    """unprintable: characters that stand on the paper as U+XXXXX. number: its 文号, or empty."""

    paper: Paper
    content: bytes
    unprintable: list[str]
    number: str = ""


@action("documents.issue", Permission.PRINT)
def issue(grant: Grant, wanted: Wanted, data: dict[str, Any]) -> Issued:
    """Print a paper and record that it was. data: what the template shows; the common page's part is added here."""
    taken = numbering.take(grant, wanted.series) if wanted.series else None
    data = data | {"number": taken.text} if taken else data
    paper = _paper(grant, wanted, data)
    foot = {
        "by": paper.person_name,
        "unit": paper.unit,
        "at": f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        "purpose": paper.purpose,
        "recipient": paper.recipient,
        "code": paper.code,
        "head": sealing.printed(),
    }
    whole = {"title": wanted.title, **data, "printed": foot}
    content = printing.pdf(wanted.template, whole)
    if taken:
        paper.copy = store.keep(wanted.place, f"{paper.pk}.pdf", content, days=None).pk
    paper.save(force_insert=True)
    if taken:
        taken.paper = paper
        taken.save(force_insert=True)
        child = None if taken.addressees else paper.child
        notices.owe(notices.Owed(paper.pk, Notice.Kind.PAPER, taken.place, paper.recipient, child, taken.addressees))
    return Issued(paper, content, printing.unprintable(whole), taken.text if taken else "")


def find(grant: Grant, code: str) -> Paper | None:
    """The paper with a code, however it was typed, if it shows a record of the grant's jurisdiction."""
    return Paper.objects.within(grant).filter(code=_typed(code)).first()


def copy(grant: Grant, code: str) -> tuple[Paper, bytes]:
    """A numbered paper as it was issued. Raises Problem 404 also for one of which no copy is kept."""
    paper = find(grant, code)
    if paper is None or paper.copy is None:
        raise missing("留存件")
    return paper, store.content(paper.copy)


def copies(grant: Grant, children: Sequence[uuid.UUID]) -> QuerySet[Paper]:
    """The numbered papers of some children of which a copy is kept."""
    return Paper.objects.within(grant).filter(child__in=children, copy__isnull=False)


@action("documents.erase_copies", Permission.SYSTEM)
def erase_copies(grant: Grant, children: Sequence[uuid.UUID]) -> int:
    """Delete the copies for good, from the disk last; number and code stay. Gives how many. For erasing by law alone."""
    found = [paper.copy for paper in copies(grant, children) if paper.copy]
    copies(grant, children).update(copy=None)
    store.delete(grant, found)
    return len(found)


def checked(code: str) -> dict[str, Any] | None:
    """What anybody who is signed in may know of a paper in their hands: what it is, which office printed it, and when."""
    asked = "SELECT title, unit, at, withdrawn_at FROM documents_paper_checked(%s)"
    found = query.rows(asked, [_typed(code)])
    return (
        {"code": _typed(code)} | dict(zip(("title", "unit", "at", "withdrawn_at"), found[0], strict=True))
        if found
        else None
    )


def is_valid(code: str) -> bool:
    """Whether a paper with a code, however it was typed, was printed here and stands; asked in the system's scope."""
    return plain(Paper).filter(code=_typed(code), withdrawn_at=None).exists()


@action("documents.withdraw", Permission.PRINT)
def withdraw(grant: Grant, code: str, reason: str) -> Paper:
    """Say that a paper is void, such as one printed by mistake or lost; whoever was handed it has to be told. Raises Problem 404, 409."""
    paper = Paper.objects.within(grant).select_for_update().filter(code=_typed(code)).first()
    if paper is None:
        raise missing("打印件")
    if paper.withdrawn_at:
        raise Problem(409, "这份材料已经作废。", "already_withdrawn")
    paper.withdrawn_at, paper.withdrawn_by, paper.withdrawn_reason = clock.now(), grant.name, reason.strip()
    paper.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _tell_void(paper)
    return paper


def _tell_void(paper: Paper) -> None:
    """Who got a numbered paper has to hear that it is void; who did not get it yet does not get it."""
    told = plain(Notice).filter(matter=paper.pk, kind=Notice.Kind.PAPER, told_on__isnull=False)
    notices.drop(paper.pk, "文书已作废")
    for one in told:
        notices.owe(notices.Owed(paper.pk, Notice.Kind.VOID, one.place, paper.recipient, one.child, one.addressees))


def _typed(code: str) -> str:
    return _grouped("".join(code.upper().split()).replace("-", ""))


def _paper(grant: Grant, wanted: Wanted, data: dict[str, Any]) -> Paper:
    key = new_id()
    digest = token(f"paper|{key}|{json.dumps(data, ensure_ascii=True, sort_keys=True, default=str)}")
    return plain(Paper).model(
        id=key,
        place=wanted.place,
        code=_grouped(base64.b32encode(digest).decode()[:12]),
        digest=digest,
        title=wanted.title,
        child=wanted.child,
        rev=wanted.rev,
        person_name=grant.name,
        unit=wanted.unit[:200],
        purpose=wanted.purpose,
        recipient=wanted.recipient,
        at=clock.now(),
    )


def _grouped(letters: str) -> str:
    return "-".join(letters[n : n + 4] for n in range(0, 12, 4))
