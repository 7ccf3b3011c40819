"""Phones of the cast's directors: what they sent, what waits for a person, one that was lost, and an urgent report."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hutong.accounts import context, grants, people
from hutong.accounts.models import Person, new_id
from hutong.children import actions
from hutong.children.models import Child
from hutong.demo.cast import CAST, DIRECTOR, Part
from hutong.ground import clock
from hutong.sync import enrolment, envelope, push, sender, urgent
from hutong.sync.enrolment import NewPhone
from hutong.sync.models import Device
from hutong.sync.schemas import UrgentIn

MODELS = ("Redmi 12C", "HUAWEI 畅享 60", "荣耀 X40i", "vivo Y35")


def phones() -> None:
    """A phone for each director of the cast; what the first ones sent is not all plain."""
    directors = [part for part in CAST if part.role == DIRECTOR]
    tokens = [_enrolled(part, model) for part, model in zip(directors, MODELS, strict=False)]
    busy = [(part, token) for part, token in zip(directors, tokens, strict=False) if len(_children(part)) > 1]
    for part, token in busy[:2]:
        _disagree(part, token)
        _visited(part, token)
    for part, token in busy[:1]:
        _lost(part, token)
        _report(part)


def _person(part: Part) -> Person:
    person = people.called(part.staff_number)
    assert person
    return person


def _enrolled(part: Part, model: str) -> str:
    grant = sender.device_grant(_person(part))
    assert grant
    told = NewPhone(new_id(), f"{part.name}的手机", model, "1.0", envelope.encode(uuid.uuid4().bytes * 2), "")
    with context.within(grant):
        return enrolment.enrol(grant, told).token


def _children(part: Part) -> list[Child]:
    with context.within(grants.system()) as grant:
        known = Child.objects.within(replace(grant, bounds=tuple((p, p + 1) for p in part.places)))
        return list(known.filter(exited_on=None).order_by("name_key", "id")[:4])


def _disagree(part: Part, token: str) -> None:
    """The office and the phone wrote two different addresses."""
    child = _children(part)[0]
    with context.within(grants.system()) as grant:
        actions.update(grant, child.pk, child.rev, {}, {"child": {"address": "二组路东第三户"}})
    changes = {"child": {"address": "五组村部后院", "remark": "院里有狗，去之前先打电话"}}
    _sent(token, [_operation("children.update", {"child": str(child.pk), "base": {}, "changes": changes}, child.rev)])


def _visited(part: Part, token: str) -> None:
    """A visit of yesterday, arrived a moment ago: something was not as it should be."""
    child = _children(part)[-1]
    visit = {"child": str(child.pk), "id": str(new_id()), "on": str(clock.today() - timedelta(days=1)), "mode": "home", "seen": ["child", "carer"],
             "spoke_alone": True, "findings": {"mood": "problem", "schooling": "normal"}, "notes": {"mood": "不爱说话，夜里睡不好"},
             "words": "爸爸好久没打电话了", "next_steps": "联系班主任，下周再去看一次"}  # fmt: skip
    _sent(token, [_operation("care.record_visit", visit, child.rev)])


def _lost(part: Part, token: str) -> None:
    """A visit told on a phone that was given up as lost before it was sent."""
    child = _children(part)[1]
    visit = {"child": str(child.pk), "id": str(new_id()), "on": str(clock.today()), "mode": "home", "seen": ["child"],
             "no_change": True, "words": "想妈妈，说寒假妈妈会回来"}  # fmt: skip
    with context.within(grants.system()) as grant:
        [device] = Device.objects.within(grant).filter(person=_person(part))
        enrolment.revoke(grant, device.pk, "手机丢失，已报县级")
    _sent(token, [_operation("care.record_visit", visit, child.rev)])
    with context.within(grants.system()) as grant:
        enrolment.readmit(grant, device.pk, "手机已找回")


def _operation(kind: str, payload: dict[str, Any], based_on: int) -> dict[str, Any]:
    text = json.dumps(payload, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"op_id": str(new_id()), "kind": kind, "payload": text, "hash": digest, "based_on": based_on}


def _sent(token: str, operations: Iterable[dict[str, Any]]) -> None:
    found = sender.of_token(token)
    assert found
    push.receive(found, list(operations))


def _report(part: Part) -> None:
    """Sealed as a phone seals it."""
    content = {"words": "邻居说孩子胳膊上有伤，晚上家里没有大人。我现在过去看。", "child": "村东头老张家的男孩",
               "place": part.places[0], "called_110": True, "media": []}  # fmt: skip
    key = str(new_id())
    sealed = envelope.seal(json.dumps(content).encode(), key, envelope.public_key()["key"])
    with context.within(grants.system()) as grant:
        [device] = Device.objects.within(grant).filter(person=_person(part))
        token = enrolment.report_token(device.pk, device.enrolled_at)
        given = UrgentIn(id=uuid.UUID(key), device=device.phone, person=device.person_id, report_token=token, **sealed)
        urgent.receive(grant, given, urgent.came(given, ""))
