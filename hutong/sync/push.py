"""Takes operations: each all of it or nothing, answered once and for all, and never dropped."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pydantic
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, transaction

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.duties import engine
from hutong.ground import clock, query, validation
from hutong.ground.refusal import Refused
from hutong.journal.actions import NotAllowed, done_as_one, operation
from hutong.sync import quota, sent, waiting
from hutong.sync.models import Operation
from hutong.sync.registry import Applied, Unsuitable, Verb, registry
from hutong.sync.sender import Sender, inside
from hutong.sync.sent import Broken, Sent

log = logging.getLogger("hutong")
TRIES = 3
# Less than PostgreSQL's deadlock_timeout: of two that wait for each other, the desk's goes on.
PATIENCE_MS = 200
OTHERS_ID = "这条记录的编号已被另一条记录用过，没有收下。请重新记一次。"
LATER = "服务器正忙，这条记录还没有处理，手机会再次上传。"
KEPT = "已交给督导员处理。"
CLAIM = """
INSERT INTO sync_operation (id, device_id, place, kind, hash, status, answer, received_at)
SELECT o.id, %s, %s, o.kind, o.hash, '', '{}', %s FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS o(id, kind, hash)
ON CONFLICT DO NOTHING
"""
STORE = """
UPDATE sync_operation s SET status = o.status, answer = o.answer, child = o.child, record = o.record
FROM unnest(%s::uuid[], %s::text[], %s::jsonb[], %s::uuid[], %s::uuid[]) AS o(id, status, answer, child, record)
WHERE s.id = o.id
"""
Answer = dict[str, Any]
# An operation, or the answer to what is none.
Read = Sent | Answer


def receive(sender: Sender, operations: Sequence[Any]) -> list[Answer]:
    """PushOut.results: one answer for each, in the order sent; a bad one never stops the others."""
    given = [sent.storable(str(raw.get("op_id", "")))[:60] if isinstance(raw, dict) else "" for raw in operations]
    read = [_read(raw) for raw in operations]
    answers = _together(sender, read) or [_one(one, partial(_alone, sender)) for one in read]
    return [{"op_id": op_id} | answer for op_id, answer in zip(given, answers, strict=True)]


def _read(raw: Any) -> Read:
    try:
        return sent.read(raw)
    except Broken as broken:
        return _answer("refused", broken.code, str(broken))


def _together(sender: Sender, read: Sequence[Read]) -> list[Answer] | None:
    """All in one scope and with one commit, which saves much of what each alone would take.

    None where that does not go: somebody else writes the same, who may be waiting for what this holds already, so this
    one gives way; or something is found wrong only at the commit.
    """
    try:
        with inside(sender) as grant:
            query.run(f"SET LOCAL lock_timeout = '{PATIENCE_MS}ms'")
            with engine.gathering():
                return [answer for run in _runs(read) for answer in _run(sender, grant, run)]
    except DatabaseError as busy:
        log.info("push of %s: %s", len(read), type(busy.__cause__).__name__)
        return None


def _runs(read: Sequence[Read]) -> Iterator[list[Read]]:
    """Operations of one kind in a row about children all different: among them the order does not matter."""
    run: list[Read] = []
    for one in read:
        if run and not _joins(run, one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _joins(run: list[Read], one: Read) -> bool:
    ops = [op for op in (*run, one) if isinstance(op, Sent)]
    distinct = len({op.id for op in ops}) == len({op.about for op in ops}) == len(run) + 1
    return distinct and len({op.kind for op in ops}) == 1


def _run(sender: Sender, grant: Grant, run: list[Read]) -> list[Answer]:
    ops = [one for one in run if isinstance(one, Sent)]
    verb = registry.verbs.get(ops[0].kind) if len(ops) > 1 else None
    if sender.grant and verb and verb.together and (answers := _at_once(sender, grant, ops, verb)):
        return answers
    return [_one(one, partial(_within, sender, grant)) for one in run]


def _at_once(sender: Sender, grant: Grant, ops: list[Sent], verb: Verb) -> list[Answer] | None:
    """All of a run, or none of it where one was sent before or does not go: then each is judged by itself."""
    assert verb.together
    try:
        with transaction.atomic(), operation(verb.name, device=sender.device):
            if _claimed(sender, ops) < len(ops):
                raise Unsuitable
            applied = verb.together(grant, [shaped(verb, op.payload) for op in ops])
            done_as_one(
                {key: op.id for op, one in zip(ops, applied, strict=True) for key in (one.child, one.record) if key}
            )
            for op, one in zip(ops, applied, strict=True):
                waiting.conflicts(waiting.author(sender, op), verb, one)
            answers = [_outcome(one) for one in applied]
            _store(ops, answers, [one.child for one in applied], [one.record for one in applied])
            return answers
    except OperationalError:
        raise
    except Exception as failed:
        log.info("%s together: %s", verb.name, type(failed).__name__)
        return None


def _one(read: Read, judge: Callable[[Sent], Answer]) -> Answer:
    if not isinstance(read, Sent):
        return read
    try:
        return judge(read)
    except Broken as broken:
        return _answer("refused", broken.code, str(broken))


def _within(sender: Sender, grant: Grant, op: Sent) -> Answer:
    if quota.full(sender):
        return _answered(sender, op) if _known(op) else _answer("later", "quota", quota.KEPT_THERE)
    return _judged(sender, grant, op) if _claimed(sender, [op]) else _answered(sender, op)


def _known(op: Sent) -> bool:
    return plain(Operation).filter(pk=op.id).exists()


def _alone(sender: Sender, op: Sent) -> Answer:
    """Two that write the same records at once may lock each other out; one of them then tries again."""
    for _ in range(TRIES):
        try:
            with inside(sender) as grant:
                return _within(sender, grant, op)
        except OperationalError as busy:
            log.warning("push: %s", type(busy.__cause__).__name__)
    return _answer("later", "busy", LATER)


def _claimed(sender: Sender, ops: Sequence[Sent]) -> int:
    """Take op ids; gives how many were free. A second sending waits here for the first, and then finds its answer."""
    lists = [[op.id for op in ops], [op.kind for op in ops], [op.hash for op in ops]]
    return query.run(CLAIM, [sender.device, sender.place, clock.now(), *lists])


def _answered(sender: Sender, op: Sent) -> Answer:
    known = plain(Operation).filter(pk=op.id, device=sender.device, kind=op.kind, hash=op.hash).first()
    if known is None:
        raise Broken("op_reused", OTHERS_ID)
    return known.answer


def _judged(sender: Sender, grant: Grant, op: Sent) -> Answer:
    verb = registry.verbs.get(op.kind)
    if sender.grant is None:
        return _quarantine(sender, grant, op, sender.why_not())
    if verb is None:
        return _quarantine(sender, grant, op, "这种记录服务器还不认识，可能是手机应用比服务器新。")
    try:
        applied = _applied(sender, grant, op, verb)
    except Refused as refused:
        if not refused.errors:
            return _quarantine(sender, grant, op, str(refused))
        return _stored(op, _answer("refused", "invalid", str(refused), refused.errors))
    except (DataError, OverflowError):
        return _stored(op, _answer("refused", "invalid", "有内容超出了可以保存的范围，请检查数字、日期和特殊字符。"))
    except NotAllowed as unsuitable:
        return _quarantine(sender, grant, op, str(unsuitable))
    except IntegrityError:
        return _quarantine(sender, grant, op, "与已有的记录冲突。")
    except OperationalError:
        raise
    except Exception as failed:
        # One operation that finds a fault of ours must not hold up the outbox behind it.
        log.error("push %s", op.kind, exc_info=failed)
        return _quarantine(sender, grant, op, "系统处理这条记录时出错。")
    return _stored(op, _outcome(applied), applied)


def _applied(sender: Sender, grant: Grant, op: Sent, verb: Verb) -> Applied:
    """Run the action under the phone's op id; all of it or nothing."""
    payload = shaped(verb, op.payload)
    problem: Problem | None = None
    with transaction.atomic(), operation(verb.name, op.id, sender.device):
        try:
            applied = verb.apply(grant, payload, op.based_on)
            waiting.conflicts(waiting.author(sender, op), verb, applied)
            return applied
        except Problem as told:
            # Some refusals leave a trace on purpose: who asked for a number registered elsewhere, how often.
            if not told.keep:
                raise Unsuitable(str(told)) from None
            problem = told
    raise Unsuitable(str(problem))


def shaped(verb: Verb, payload: Any) -> Any:
    """The payload in the verb's shape. Raises Refused with a sentence at each field."""
    try:
        return verb.shape.model_validate(payload)
    except pydantic.ValidationError as wrong:
        errors = wrong.errors()
        raise Refused([(".".join(map(str, e["loc"])), validation.sentence_of(dict(e))) for e in errors]) from None


def _outcome(applied: Applied) -> Answer:
    if not applied.differences:
        return _answer("done")
    labels = "、".join(difference.label for difference in applied.differences)
    message = f"“{labels}”已被别人改成不同的内容，暂时保留现有的；两边的内容都在待办里，请选择用哪一个。"
    return _answer("conflict", "conflict", message)


def _quarantine(sender: Sender, grant: Grant, op: Sent, reason: str) -> Answer:
    with operation("sync.quarantine", device=sender.device):
        waiting.quarantine(grant, sender, op, op.about, reason)
    answer = _answer("quarantined", "quarantined", f"{reason}{KEPT}")
    _store([op], [answer], [op.about], [None])
    return answer


def _answer(status: str, code: str = "", message: str = "", fields: Sequence[tuple[str, str]] = ()) -> Answer:
    told = [{"field": name, "message": sentence} for name, sentence in fields]
    return {"status": status, "code": code, "message": message, "fields": told}


def _stored(op: Sent, answer: Answer, applied: Applied | None = None) -> Answer:
    _store([op], [answer], [applied.child if applied else None], [applied.record if applied else None])
    return answer


def _store(ops: Sequence[Sent], answers: Sequence[Answer], children: Sequence[Any], records: Sequence[Any]) -> None:
    told = [json.dumps(answer) for answer in answers]
    query.run(STORE, [[op.id for op in ops], [one["status"] for one in answers], told, [*children], [*records]])
