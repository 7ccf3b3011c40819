"""Keeps what was signed, beside the mark; and says it in a line that a paper can print."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.documents.models import Attachment, Signature
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField, token, unsealed

# Of the 64 letters of a hash a paper prints so many: enough to find the one signature, and to refuse another text.
SHOWN = 16
UNWITNESSED = "按手印或者听人念的，请写明见证人。"


@dataclass(frozen=True)
class Signed:
    """What was signed. text: all that the signer saw, in its order; read_aloud: to somebody who cannot read it."""

    template: str
    version: int
    text: str
    signer: str
    capacity: str
    means: str
    witness: str = ""
    read_aloud: bool = False


def canonical(template: str, version: int, text: str) -> bytes:
    """What the hash is taken of: a line of template and version, then the text as it was, with \\n between lines; UTF-8."""
    return "\n".join([f"{template}@{version}", *text.splitlines()]).encode()


def digest(template: str, version: int, text: str) -> str:
    """SHA-256 of what was signed, in hexadecimal."""
    return hashlib.sha256(canonical(template, version, text)).hexdigest()


def checked(signed: Signed) -> None:
    """Refuse what nobody could hold somebody to later. Raises Problem 422."""
    if not signed.text.strip() or not signed.signer.strip():
        raise Problem(422, "请写明签字人和签字的内容。", "invalid")
    if (signed.read_aloud or signed.means == Signature.Means.THUMBPRINT) and not signed.witness.strip():
        raise Problem(422, UNWITNESSED, "invalid", [("witness", UNWITNESSED)])


def sign(grant: Grant, mark: Attachment, signed: Signed) -> Signature:
    """Keep what was signed with its mark, an attachment of the same record. Raises Problem 422."""
    checked(signed)
    row = Signature(
        id=new_id(), record=mark.record, place=mark.place, child=mark.child, addressees=mark.addressees, mark=mark,
        template=signed.template, version=signed.version, capacity=signed.capacity, means=signed.means,
        digest=_kept(digest(signed.template, signed.version, signed.text)), kept_at=clock.now(), kept_by=grant.name,
    )  # fmt: skip
    for name, said in (("text", signed.text), ("signer", signed.signer.strip()), ("witness", signed.witness.strip())):
        column = Signature._meta.get_field(name)
        assert isinstance(column, SealedTextField)
        setattr(row, name, column.close(row, said))
    row.save(force_insert=True)
    return row


def quoted(records: Collection[Any]) -> dict[Any, list[str]]:
    """Who signed each of some records already found in scope, with the beginning of the hash, for a paper that is made later."""
    said: dict[Any, list[str]] = defaultdict(list)
    for row in plain(Signature).filter(record__in=records).order_by("kept_at", "id"):
        one = shown(row)
        said[row.record].append(f"{one['who']} {one['digest'][:SHOWN]}")
    return said


def of_marks(marks: Collection[Any]) -> dict[Any, dict[str, Any]]:
    """What was signed, by the attachment that is its mark."""
    return {row.mark_id: shown(row) for row in plain(Signature).filter(mark__in=marks)}  # type: ignore[attr-defined]  # django-types


def shown(row: Signature) -> dict[str, Any]:
    """A signature as a screen shows it. whole: the text gives the kept hash still."""
    text, witness = unsealed(row, "text") or "", unsealed(row, "witness") or ""
    who = f"{unsealed(row, 'signer')}（{Signature.Capacity(row.capacity).label}）{Signature.Means(row.means).label}"
    found = digest(row.template, row.version, text)
    return {
        "who": f"{who}，见证人{witness}" if witness else who,
        "text": text,
        "digest": found,
        "whole": _kept(found) == row.digest,
    }


def _kept(found: str) -> str:
    """A hash as the database has it, under the key: of a form with few answers the bare one would let anybody try them out."""
    return token(f"signed|{found}").hex()
