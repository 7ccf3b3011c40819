"""The writers of the exchange. A batch is made, answered, ended; what was not accepted stays owed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk
from hutong.documents import store
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import NotAllowed, action, looked
from hutong.ledgers import lists
from hutong.places.codes import Level, level_of
from hutong.returns.exchange import template
from hutong.returns.exchange.owed import AllOwed, Owed
from hutong.returns.models import Exchange, ExchangeRow

Status, Kind, Outcome = Exchange.Status, Exchange.Kind, ExchangeRow.Outcome
KEPT_DAYS, TOLD = 30, 200


# How a step is refused that another must come before.
NOT_NOW = "not_now"


@action("children.make_batch", Permission.EXCHANGE)
def make(grant: Grant, place: int) -> Exchange:
    """Open a batch; the caller defers the job that fills it. It carries numbers in full: a look. Raises Refused."""
    _may(grant, place)
    if waiting(grant).exists():
        raise Refused(
            "上一批还有没读回执的行。请先上传回执；收不到回执就结束那一批，没有回执的行会进入下一批。", NOT_NOW
        )
    busy = Exchange.objects.within(grant).filter(kind=Kind.BATCH, status__in=[Status.WAITING, Status.WORKING])
    if busy.exists():
        raise Refused("上一批正在生成，请稍候。", NOT_NOW)
    made = _open(grant, place, Kind.BATCH)
    _seen(grant, made, "报送全国信息管理系统")
    return made


@action("children.fill_batch", Permission.EXCHANGE)
def fill(grant: Grant, exchange: Exchange, found: AllOwed) -> None:
    """Keep what the job found; an empty batch ends at once."""
    bulk.insert(ExchangeRow, (_row(exchange, position, row) for position, row in enumerate(found.rows, 1)))
    exchange.left_out = found.left_out
    exchange.status = Status.READY if found.rows else Status.CLOSED
    exchange.save(update_fields=["left_out", "status"])


@action("children.keep_batch", Permission.EXCHANGE)
def keep_file(grant: Grant, exchange: Exchange, content: bytes) -> None:
    """Keep the workbook, encrypted."""
    exchange.file = store.keep(exchange.place, f"{exchange.number}.xlsx", content, days=KEPT_DAYS).pk
    exchange.save(update_fields=["file"])


@action("children.fetch_batch", Permission.EXCHANGE)
def fetched(grant: Grant, exchange: Exchange) -> None:
    """The workbook is about to be read: a look."""
    _seen(grant, exchange, "下载报送文件")


@action("children.upload_exchange", Permission.EXCHANGE)
def upload(grant: Grant, place: int, exchange: Exchange | None, name: str, content: bytes) -> Exchange:
    """Keep a receipt of a batch, or without one a roster to lay beside our files; the caller defers its reading."""
    if exchange is None:
        _may(grant, place)
        exchange = _open(grant, place, Kind.ROSTER)
    elif exchange.kind != Kind.BATCH or exchange.status not in (Status.READY, Status.CLOSED):
        raise Refused("这一批还没有生成完，请稍候再上传回执。", NOT_NOW)
    exchange.upload = store.keep(exchange.place, name, content, days=KEPT_DAYS).pk
    exchange.upload_name, exchange.error, exchange.unread = name[-200:], "", []
    # Whoever takes the step answers for it, and it is done with their rights.
    exchange.person, exchange.person_name, exchange.role = grant.person, grant.name, grant.role or ""
    exchange.save(update_fields=["upload", "upload_name", "error", "unread", "person", "person_name", "role"])
    return exchange


@action("children.settle_batch", Permission.EXCHANGE)
def settle(
    grant: Grant, exchange: Exchange, answers: Mapping[int, tuple[bool, str]], unread: list[dict[str, Any]]
) -> None:
    """Write a receipt's answers: position → accepted, and why not. The last answer to a row counts."""
    rows = list(ExchangeRow.objects.within(grant).filter(exchange=exchange, position__in=list(answers)))
    now = clock.now()
    for row in rows:
        accepted, why = answers[row.position]
        row.outcome = Outcome.ACCEPTED if accepted else Outcome.REFUSED
        row.answer, row.settled_at = "" if accepted else (why or "未写原因")[:200], now if accepted else None
    ExchangeRow.objects.within(grant).bulk_update(rows, ["outcome", "answer", "settled_at"], batch_size=1000)
    exchange.upload, exchange.unread = None, _shortened(unread)
    if not waiting(grant).filter(exchange=exchange).exists():
        exchange.status = Status.CLOSED
    exchange.save(update_fields=["upload", "unread", "status"])


def _shortened(unread: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that were not understood, to be put right in the file; the last says how many more there are."""
    more = len(unread) - TOLD
    if more <= 0:
        return unread
    return [
        *unread[:TOLD],
        {"row": unread[TOLD]["row"], "why": f"从这一行起还有 {more} 行没有读懂，请改正以上各行后重新上传。"},
    ]


@action("children.close_batch", Permission.EXCHANGE)
def close(grant: Grant, exchange: Exchange) -> None:
    """End a batch without a receipt for all of it: what has no answer is owed again. Raises Refused."""
    if exchange.kind != Kind.BATCH or exchange.status not in (Status.WAITING, Status.READY):
        raise Refused("这一批已经结束。", NOT_NOW)
    waiting(grant).filter(exchange=exchange).update(outcome=Outcome.UNANSWERED)
    exchange.status = Status.CLOSED
    exchange.save(update_fields=["status"])


@action("children.keep_roster", Permission.EXCHANGE)
def keep_roster(grant: Grant, exchange: Exchange, rows: Iterable[dict[str, Any]], left_out: int) -> None:
    """Keep what the comparison of a roster found."""
    bulk.insert(ExchangeRow, rows)
    exchange.left_out, exchange.upload, exchange.status = left_out, None, Status.READY
    exchange.kept_until = lists.kept_until("roster")
    exchange.save(update_fields=["left_out", "upload", "status", "kept_until"])


@action("children.adopt_roster", Permission.EXCHANGE)
def adopt(grant: Grant, exchange: Exchange) -> None:
    """Take the roster for what the national system holds: the next batch carries the differences. Raises Refused."""
    if exchange.kind != Kind.ROSTER or exchange.status != Status.READY:
        raise Refused("只有刚比对完的名册可以采用。", NOT_NOW)
    if waiting(grant).exists():
        raise Refused("还有一批没有读完回执，请先上传回执或结束那一批。", NOT_NOW)
    mine, now = ExchangeRow.objects.within(grant).filter(exchange=exchange, subject__isnull=False), clock.now()
    What = ExchangeRow.What
    mine.filter(what__in=[What.SAME, What.DIFFERS]).update(outcome=Outcome.KNOWN, settled_at=now)
    mine.filter(what=What.OURS).update(outcome=Outcome.ABSENT, settled_at=now)
    exchange.status = Status.CLOSED
    exchange.save(update_fields=["status"])


@action("children.fail_exchange", Permission.EXCHANGE)
def fail(grant: Grant, exchange: Exchange, sentence: str) -> None:
    """Say why the work was not done. A batch that is out stays as it was."""
    if exchange.status in (Status.WAITING, Status.WORKING):
        exchange.status = Status.FAILED
    exchange.error, exchange.upload = sentence[:500], None
    exchange.save(update_fields=["status", "error", "upload"])


def size(grant: Grant, exchange: Exchange) -> int:
    """How many rows it has; they are numbered from 1."""
    return ExchangeRow.objects.within(grant).filter(exchange=exchange).count()


def waiting(grant: Grant) -> Any:
    """Rows without an answer in a scope."""
    return ExchangeRow.objects.within(grant).filter(Q(outcome=Outcome.WAITING))


def _may(grant: Grant, place: int) -> None:
    if level_of(place) > Level.COUNTY:
        raise Refused("与全国系统的数据交换由县级以上民政部门办理，请在上方换到县（市、区）。", NOT_NOW)
    if not grant.allows(Permission.CHILD_UNMASK):
        raise NotAllowed(Permission.CHILD_UNMASK)


def _seen(grant: Grant, exchange: Exchange, purpose: str) -> None:
    told = f"{purpose}（第{exchange.number}批，完整号码）"
    looked(grant, "export", exchange.place, None, told)
    looked(grant, "unmask", exchange.place, None, told)


def _open(grant: Grant, place: int, kind: str) -> Exchange:
    day = f"{clock.today():%Y%m%d}"
    number = f"{day}-{Exchange.objects.within(grant).filter(place=place, number__startswith=day).count() + 1}"
    made = Exchange(id=new_id(), place=place, kind=kind, number=number, person=grant.person, person_name=grant.name,
                    role=grant.role or "", created_at=clock.now())  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("别人刚刚开始了一批，请刷新页面。", NOT_NOW) from None
    return made


def _row(exchange: Exchange, position: int, row: Owed) -> dict[str, Any]:
    return {
        "exchange_id": exchange.pk,
        "place": row.place,
        "position": position,
        "kind": row.kind,
        "subject": row.subject,
        "what": row.what,
        "outcome": Outcome.WAITING,
        "digest": row.digest,
        "data": template.sealed(row.values, exchange.pk, position),
    }


def new_rows(exchange: uuid.UUID, rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Rows of a roster numbered and sealed; each {kind, subject, place, what, digest, values}."""
    for position, row in enumerate(rows, 1):
        values = row.pop("values")
        yield {
            **row,
            "exchange_id": exchange,
            "position": position,
            "outcome": Outcome.FOUND,
            "data": template.sealed(values, exchange, position),
        }
