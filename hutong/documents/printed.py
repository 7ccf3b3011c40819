"""Issues a paper: prints it with its code, and keeps what 核验 must be able to say of it later."""

import base64
import json
import uuid
from dataclasses import dataclass
from typing import Any

from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.config import clock
from hutong.config.sealing import token
from hutong.documents import printing
from hutong.documents.models import Paper
from hutong.journal.actions import action


@dataclass(frozen=True)
class Wanted:
    """What is asked of one paper. place: whose record it is; unit: of the officer, as printed; rev: of the file shown."""

    template: str
    title: str
    place: int
    unit: str
    purpose: str
    recipient: str = "本单位留存"
    child: uuid.UUID | None = None
    rev: int | None = None


@dataclass(frozen=True)
class Issued:
    """unprintable: characters that stand on the paper as U+XXXXX."""

    paper: Paper
    content: bytes
    unprintable: list[str]


@action("documents.issue", Permission.PRINT)
def issue(grant: Grant, wanted: Wanted, data: dict[str, Any]) -> Issued:
    """Print a paper and record that it was. data: what the template shows; the common page's part is added here."""
    paper = _paper(grant, wanted, data)
    foot = {
        "by": paper.person_name,
        "unit": paper.unit,
        "at": f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        "purpose": paper.purpose,
        "recipient": paper.recipient,
        "code": paper.code,
    }
    whole = {"title": wanted.title, **data, "printed": foot}
    content = printing.pdf(wanted.template, whole)
    paper.save(force_insert=True)
    return Issued(paper, content, printing.unprintable(whole))


def find(grant: Grant, code: str) -> Paper | None:
    """The paper with a code, however it was typed, if it was issued inside the grant's jurisdiction."""
    letters = "".join(code.upper().split()).replace("-", "")
    return Paper.objects.within(grant).filter(code=_grouped(letters)).first()


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
