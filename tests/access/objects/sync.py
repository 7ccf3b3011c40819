"""Phones and what they send."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import DAY
from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("phone")
def _phone(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.accounts.models import Post
    from hutong.ground import clock
    from hutong.sync.models import Device

    carrier = Post.objects.within(system()).get(pk=made("post_id")).person_id
    return kept(Device(phone=uuid4(), person_id=carrier, place=place, data_key=b"", enrolled_at=clock.now()))


@makes("quarantined")
def _quarantined(place: int, made: Made) -> Any:
    from hutong.sync.models import Quarantined

    row = Quarantined(place=place, device_id=made("phone"), about=made("child"), reason="手机已停用", **_sent())
    told = f'{{"child": "{made("child")}", "on": "{DAY}", "mode": "home", "no_change": true}}'
    row.payload = Quarantined._meta.get_field("payload").close(row, told)  # type: ignore[attr-defined]  # django-types
    return kept(row)


@makes("conflict")
def _conflict(place: int, made: Made) -> Any:
    from hutong.sync.models import Conflict

    sides = {"child": made("child"), "group": "child", "field": "remark", "label": "备注"}
    row = Conflict(place=place, **sides, **(_sent() | {"kind": "children.update"}))
    for name in ("server", "device"):
        setattr(row, name, Conflict._meta.get_field(name).close(row, '{"value": "门口有狗", "text": "门口有狗"}'))  # type: ignore[attr-defined]  # django-types
    return kept(row)


def _sent() -> dict[str, Any]:
    from uuid import uuid4

    from hutong.ground import clock

    return {
        "operation": uuid4(),
        "kind": "care.record_visit",
        "person": NOBODY,
        "person_name": "何文",
        "at": clock.now(),
    }


@makes("attachment")
def _attachment(place: int, made: Made) -> Any:
    from hutong.documents.attaching import Of, attach
    from hutong.journal.actions import operation
    from hutong.sync.models import Quarantined

    of = Quarantined.objects.within(system()).get(pk=made("quarantined")).operation
    with operation("tests.kept"):
        return attach(system(), Of(of, place, made("child")), "scan", "application/pdf", b"%PDF-1.7").pk


@makes("number")
def _number(place: int, made: Made) -> Any:
    return 0


@makes("report")
def _report(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.ground import clock
    from hutong.sync.models import UrgentReport

    row = UrgentReport(id=uuid4(), place=place, received_at=clock.now())
    told = '{"words": "孩子独自在家", "media": [{"mime": "image/jpeg", "data": "_9j_2Q"}]}'
    row.content = UrgentReport._meta.get_field("content").close(row, told)  # type: ignore[attr-defined]  # django-types
    return kept(row)


@makes("sender")
def _sender(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.sync.models import UrgentSender

    told = uuid4().hex
    kept(UrgentSender(report=made("report"), place=place, sender=told))
    return told
