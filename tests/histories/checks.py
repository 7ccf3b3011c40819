"""What must hold of every history, asked of the tables themselves and not of the code that feeds phones."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.care.models import Visit
from hutong.children.models import Child
from hutong.children.models.choices import GONE
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.sync.models import Conflict, Operation, Quarantined
from tests.histories.device import Device
from tests.histories.state import SECRET, START
from tests.histories.world import World


def healed(world: World) -> None:
    """Everybody has signal for a while; then all that was promised must hold."""
    with clock.at(START + timedelta(days=world.day)):
        for device in world.devices:
            device.send_all()
        reads = [device.fetch_all() for device in world.devices]
        if world.backup is not None:
            # What one handed in again after the restore changed what others had fetched already.
            reads = [device.fetch_all() for device in world.devices]
        world.note_answers()
        assert reads == [number not in world.revoked for number in range(len(world.devices))]
        assert not any(device.healed for device in world.devices), "the feed alone left something out"
        with context.within(grants.system()):
            _nothing_lost(world)
            _handed_in_again(world, reads)
            for device, home, reading in zip(world.devices, world.homes, reads, strict=True):
                if reading:
                    _equal(device, home)
    for device, home in zip(world.devices, world.homes, strict=True):
        _nothing_foreign(device, home)


def _nothing_lost(world: World) -> None:
    """Every acknowledged operation is in the database, in quarantine, or in a conflict; and none was begun only."""
    assert not plain(Operation).filter(status="").exists(), "half done"
    kept = set(plain(Quarantined).values_list("operation", flat=True))
    differing = set(plain(Conflict).values_list("operation", flat=True))
    written = set(plain(Entry).filter(sealed=False).values_list("op", flat=True))
    known = dict(plain(Operation).values_list("id", "status"))
    for op, (_, result) in world.answered.items():
        key, status = uuid.UUID(op), result["status"]
        assert known.get(key) == status, (op, result)
        if status == "quarantined":
            assert key in kept
        elif status == "conflict":
            assert key in differing
        else:
            assert key in written or _holds_already(key), (op, result)


def _handed_in_again(world: World, reads: list[bool]) -> None:
    """What a restore took, and a phone still kept, is there again."""
    gone = {
        op["op_id"] for device, reading in zip(world.devices, reads, strict=True) if not reading for op in device.kept
    }
    known = {str(key) for key in plain(Operation).values_list("id", flat=True)}
    assert world.promised - gone <= known


def _holds_already(key: uuid.UUID) -> bool:
    """An operation that changed nothing because it was so already: its record is there."""
    row = plain(Operation).get(pk=key)
    tables: tuple[Any, ...] = (Child, Visit, Conflict)
    return any(plain(table).filter(pk=row.record).exists() for table in tables)


def _equal(device: Device, home: int) -> None:
    """The phone holds exactly what the tables say of its village."""
    since = clock.today() - timedelta(days=30)
    here = [
        child
        for child in plain(Child).filter(place=home).exclude(exit_reason__in=GONE)
        if not child.exited_on or child.exited_on > since
    ]
    held = {key for kind, key in device.records if kind == "child"}
    assert held == {str(child.pk) for child in here}
    for child in here:
        data = device.child(child.pk)
        own = data["groups"].get("child", {})
        told = (data["rev"], data["name"], own.get("address", ""), own.get("remark", ""), data["risk"] or "")
        assert told == (child.rev, child.name, child.address, child.remark, child.risk)
        assert (data["exit"] is None) is child.active
        newest = plain(Visit).filter(child=child).order_by("-on", "-id").values_list("id", flat=True)[:10]
        shown = device.records.get(("visits", str(child.pk)), {"data": {"items": []}})["data"]["items"]
        assert [visit["id"] for visit in shown] == [str(key) for key in newest]
    owed = plain(Duty).filter(place=home, owner=Role.CHILD_DIRECTOR, ending="")
    told = {duty["id"]: (duty["clause"], duty["due"]) for duty in device.duties["items"]}
    assert told == {str(duty.pk): (duty.clause, str(duty.due)) for duty in owed}
    waiting = plain(Conflict).filter(place=home, taken="").values_list("id", flat=True)
    assert {key for kind, key in device.records if kind == "conflict"} == {str(key) for key in waiting}


def _nothing_foreign(device: Device, home: int) -> None:
    """No answer ever held a record of another place, or a word of what is sealed."""
    for text in device.seen:
        assert SECRET not in text
        assert {record["place"] for record in json.loads(text)["records"]} <= {home}
