"""The worker's part of the exchange; a job carries ids only, and killed half-way it begins again."""

import logging
import uuid

from procrastinate.contrib.django import app

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission, Role
from hutong.documents import store
from hutong.ground.work import AGAIN, said_of
from hutong.ledgers.intake import work
from hutong.ledgers.reading.errors import LedgerError
from hutong.returns.exchange import actions, receipt, roster, workbook
from hutong.returns.exchange.owed import owed
from hutong.returns.models import Exchange

log = logging.getLogger("hutong")
Status, Kind = Exchange.Status, Exchange.Kind
NO_POST = "办理人的岗位已变动，请由在任的工作人员重新办理。"


@app.task(queue="exchange", retry=AGAIN)
def make_batch(exchange_id: str) -> None:
    """Find what is owed, keep it, and write the workbook."""
    exchange, grant = _begin(exchange_id)
    if grant is None or exchange.status != Status.WAITING:
        return _fail(exchange, NO_POST) if grant is None else None
    try:
        with context.within(grant):
            # Somebody may have ended it meanwhile.
            if not Exchange.objects.within(grant).select_for_update().filter(pk=exchange.pk, status=Status.WAITING):
                return None
            actions.fill(grant, exchange, owed(grant))
            actions.keep_file(grant, exchange, workbook.workbook(grant, exchange))
    except Exception as wrong:
        _fail(exchange, _sentence(wrong), Status.WAITING)
    return None


@app.task(queue="exchange", retry=AGAIN)
def make_file(exchange_id: str) -> None:
    """Write a batch's workbook again, from its rows."""
    exchange, grant = _begin(exchange_id)
    if grant is not None and exchange.kind == Kind.BATCH and exchange.status in (Status.READY, Status.CLOSED):
        with context.within(grant):
            actions.keep_file(grant, exchange, workbook.workbook(grant, exchange))


@app.task(queue="exchange", retry=AGAIN)
def read_upload(exchange_id: str) -> None:
    """Read a receipt, or lay a roster beside our files."""
    exchange, grant = _begin(exchange_id)
    if exchange.upload is None:
        return None
    if grant is None:
        return _fail(exchange, NO_POST)
    try:
        with context.within(grant):
            _, content = store.read(grant, exchange.upload)
        book = work.read_bytes(exchange.upload_name, content)
        with context.within(grant):
            if exchange.kind == Kind.BATCH:
                told = receipt.read(book, exchange.number, actions.size(grant, exchange))
                return actions.settle(grant, exchange, told.answers, told.unread)
            rows, left_out = roster.compared(grant, book, exchange.place)
            return actions.keep_roster(grant, exchange, actions.new_rows(exchange.pk, rows), left_out)
    except Exception as wrong:
        return _fail(exchange, _sentence(wrong))


def _begin(exchange_id: str) -> tuple[Exchange, Grant | None]:
    """The exchange, and the rights that its officer has now, narrowed to the unit."""
    with context.within(grants.system()) as system:
        exchange = Exchange.objects.within(system).get(pk=uuid.UUID(exchange_id))
    person = people.somebody(exchange.person)
    grant = held.grant_of(person, Role(exchange.role)) if person and exchange.role else None
    may = grant and grant.role == exchange.role and grant.allows(Permission.EXCHANGE)
    return exchange, grant.narrowed(exchange.place) if grant and may else None


def _fail(exchange: Exchange, sentence: str, back_to: str = "") -> None:
    with context.within(grants.system()) as system:
        exchange.status = back_to or exchange.status
        actions.fail(system, exchange, sentence)


def _sentence(wrong: Exception) -> str:
    if sentence := said_of(wrong):
        return sentence
    if isinstance(wrong, FileNotFoundError):
        return "文件已过保存期，请重新上传。"
    if isinstance(wrong, LedgerError | receipt.NoReceipt):
        return str(wrong)
    log.error("exchange", exc_info=wrong)
    return "没有办成，什么都没有改动。请重试；仍不行请告诉技术支持。"
