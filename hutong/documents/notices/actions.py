"""The only writers of notices. `owe` and `drop` run inside the action that makes somebody have to be told, or ends it."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents import attaching
from hutong.documents.models import Attachment, Notice
from hutong.ground import clock, figures
from hutong.ground.refusal import Refused
from hutong.ground.sealing import SealedTextField
from hutong.journal.actions import action

LIMITS = "paper-limits.csv"
How = Notice.How
# What each way leaves behind it, without which nobody can show afterwards that it was done.
PROVEN = {
    How.LEFT: "请写明见证人和留置的经过。",
    How.POSTED: "请写明邮件号。",
    How.ENTRUSTED: "请写明受托、转交的单位或人。",
}
UNKNOWN = "有的送达没有找到，或者不在您的辖区。请刷新页面后重新选择。"
RECEIVED = {How.HANDED, How.ENTRUSTED}


@dataclass(frozen=True)
class Owed:
    """Whom a unit has to tell of a matter. whom: in words, as on an envelope."""

    matter: uuid.UUID
    kind: str
    place: int
    whom: str
    child: uuid.UUID | None = None
    addressees: list[uuid.UUID] | None = None


@dataclass(frozen=True)
class Delivery:
    """How somebody was told. on: the day; received_by: who took it; proof: number of the letter, witness."""

    how: str
    on: date
    received_by: str = ""
    proof: str = ""


def owe(owed: Owed) -> Notice:
    """Note that somebody has to be told, within the days of policy."""
    days = figures.of(LIMITS, clock.today())["notice_days"]
    row = Notice(
        id=new_id(), matter=owed.matter, kind=owed.kind, place=owed.place, child=owed.child,
        addressees=owed.addressees, made_at=clock.now(), due=clock.today() + timedelta(days),
    )  # fmt: skip
    row.whom = _closed(row, "whom", owed.whom)
    row.save(force_insert=True)
    return row


def drop(matter: uuid.UUID, reason: str) -> None:
    """Nobody needs to be told of a matter any more, who was not told yet."""
    plain(Notice).filter(matter=matter, told_on=None, dropped="").update(dropped=reason)


@action("documents.tell", Permission.PRINT)
def deliver(grant: Grant, notice: uuid.UUID, how: Delivery) -> Notice:
    """Record that somebody was told. Raises Problem 404, 409, Refused."""
    row = _waiting(grant, notice)
    if errors := problems(row, how, clock.today()):
        raise Refused(errors)
    row.how, row.told_on, row.told_at, row.told_by = how.how, how.on, clock.now(), grant.name
    row.received_by, row.proof = _closed(row, "received_by", how.received_by), _closed(row, "proof", how.proof)
    row.save(update_fields=["how", "told_on", "told_at", "told_by", "received_by", "proof"])
    return row


def receipt(row: Notice, name: str, words: str) -> None:
    """The receiver says that it came (links/): by a code that nobody else had."""
    row.how, row.told_on, row.told_at, row.told_by = How.ELECTRONIC, clock.today(), clock.now(), "收件人"
    said = f"；{words.strip()}" if words.strip() else ""
    row.received_by, row.proof = _closed(row, "received_by", name), _closed(row, "proof", f"凭一次性签收码签收{said}")
    row.save(update_fields=["how", "told_on", "told_at", "told_by", "received_by", "proof"])


@action("documents.prove", Permission.PRINT)
def prove(grant: Grant, notices: list[uuid.UUID], mime: str, content: bytes, name: str) -> Attachment:
    """Attach one scan, such as a signed 送达回证, to every notice that it proves; the file is kept once. Raises Problem 413, 422."""
    rows = list(Notice.seen(grant).filter(pk__in=notices).order_by("due", "id"))
    if len(rows) < len(set(notices)):
        raise Problem(422, UNKNOWN, "invalid", [("notices", UNKNOWN)])
    first = attaching.attach(grant, _of(rows[0]), Attachment.Kind.SCAN, mime, content, name)
    for row in rows[1:]:
        attaching.also(grant, first, _of(row), name)
    return first


def problems(row: Notice, how: Delivery, today: date) -> list[tuple[str, str]]:
    """What is wrong with how somebody was told, field by field."""
    made = row.made_at.astimezone(clock.SHANGHAI).date()
    found = [
        (how.on > today, "on", "送达日期不能晚于今天。"),
        (how.on < made, "on", f"文书是{made:%Y-%m-%d}出具的，送达日期不能更早。"),
        (how.how in RECEIVED and not how.received_by.strip(), "received_by", "请写明谁签收的。"),
        (how.how in PROVEN and not how.proof.strip(), "proof", PROVEN.get(How(how.how), "")),
    ]
    return [(field, sentence) for wrong, field, sentence in found if wrong]


def _found(grant: Grant, notice: uuid.UUID) -> Notice:
    row = Notice.seen(grant).filter(pk=notice).first()
    if row is None:
        raise missing("送达")
    return row


def _waiting(grant: Grant, notice: uuid.UUID) -> Notice:
    found = _found(grant, notice)
    row = plain(Notice).select_for_update().get(pk=found.pk)
    if row.told_on or row.dropped:
        told = f"已经由{row.told_by}登记送达。" if row.told_on else f"不用送达了：{row.dropped}。"
        raise Problem(409, told, "already_told")
    return row


def _of(row: Notice) -> attaching.Of:
    return attaching.Of(row.pk, row.place, None, row.addressees)


def _closed(row: Notice, name: str, text: str) -> bytes | None:
    column = Notice._meta.get_field(name)
    assert isinstance(column, SealedTextField)
    return column.close(row, text.strip())
