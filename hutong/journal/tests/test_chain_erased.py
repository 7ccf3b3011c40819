"""The hash chain: what the law erased is gone for good and is not broken."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Post, Share
from hutong.children import erasing, timeline
from hutong.children.actions import leave
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.config import backup
from hutong.documents import store
from hutong.documents.models import File, Paper
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealing import link
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from hutong.journal.revert import PayloadErased, revert
from hutong.journal.tests.chained import DAY, World, chained, check, seal_all, tampered, wrong
from hutong.sync.models import Conflict, Device, Quarantined
from hutong.transfers.models import PacketIn
from tests import cast as people


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with chained("erased", django_db_blocker) as made:
        yield made


# From here on history is erased for good: these come last.
GIVEN = ("家长依法要求删除", "个人信息保护法第四十七条，民函〔2026〕3号")


def erased(
    world: World, *, child: str | None = None, entry: str | None = None, by: str = "", confirm: bool = True
) -> dict:
    with backup.whole():
        return erasing.erase(child, entry, by or world.cast.administrator.staff_number, *GIVEN, confirm)


def number(child: uuid.UUID) -> str:
    with context.within(grants.system()):
        return plain(Child).get(pk=child).number


def test_who_may_not_erase_is_told_why(world: World) -> None:
    with pytest.raises(Refused, match="在册，历史是办理的依据"):
        erased(world, child=number(world.kept))
    with pytest.raises(Refused, match="不是管这个单位的系统管理员"):
        erased(world, entry=key(world.kept), by=world.cast.antu.staff_number)
    with pytest.raises(Refused, match="没有护童编号为"):
        erased(world, child="没有")
    for nothing in ("1-99999", "x", "9" * 30):
        with pytest.raises(Refused, match="没有编号为"):
            erased(world, entry=nothing)


def key(child: uuid.UUID) -> str:
    with context.within(grants.system()):
        entry = plain(Entry).get(child=child, sealed=False, seq=2)
    return f"{entry.stream_id}-{entry.seq}"


def test_one_entry_is_erased_and_cannot_be_taken_back_any_more(world: World) -> None:
    with context.within(grants.system()):
        op = plain(Entry).get(child=world.kept, seq=2).op
    assert erased(world, entry=key(world.kept), confirm=False) == {
        "entries": 1,
        "looks": 0,
        "copies": 0,
        "erased": False,
    }
    assert events(world.kept)[-2]["changes"]
    erased(world, entry=key(world.kept))
    assert wrong() == []
    assert [set(json.loads(changes)) for changes, salt in written(world.kept) if salt is None] == [{"erased"}]
    old, *_, last = (events(world.kept)[-2], events(world.kept)[0])
    assert (old["detail"], old["changes"]) == ("内容已依法删除", [])
    assert last["title"] == "依法删除历史内容"
    assert last["by"] == "陈工"
    with context.within(grants.system()), operation("test.revert"), pytest.raises(PayloadErased, match="不能撤销"):
        revert(op)
    seal_all()
    assert wrong() == []


def events(child: uuid.UUID) -> list[dict[str, Any]]:
    with context.within(grants.system()) as system:
        return timeline.page(system, plain(Child).get(pk=child))["items"]


def written(child: uuid.UUID) -> list[Any]:
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT changes, salt FROM journal_entry WHERE child IN (%s, %s) AND action <> 'journal.erase'",
            [child, link(child)],
        )
        return cursor.fetchall()


def kept_beside(child: uuid.UUID) -> list[uuid.UUID]:
    """A share, a paper, two changes of one field, a packet, what a phone sent: their entries do not name the child."""
    at = {"place": people.XINLI, "at": clock.now()}
    waits = {"operation": uuid.uuid4(), "person": uuid.uuid4(), "kind": "children.update"}
    with context.within(grants.system()), operation("tests.kept"):
        body = Organisation(place=people.XINLI, name="江北社工站", kind=Organisation.Kind.BODY)
        body.save(force_insert=True)
        copy = store.keep(people.XINLI, "A1.pdf", b"%PDF", days=None)
        rows: list[Any] = [
            Share(
                organisation=body,
                parts=[],
                child=child,
                place=people.XINLI,
                purpose="家长来访",
                given_at=clock.now(),
                until=clock.now() + timedelta(1),
            ),
            Paper(child=child, code="A1", digest=b"1", copy=copy.pk, **at),
            Conflict(child=child, group="child", field="address", label="住址", **at, **waits),
            _sent(child, waits | at),
            PacketIn(id=uuid.uuid4(), child=child, place=people.XINLI, name="周乙", file=uuid.uuid4(), uploaded_on=DAY),
        ]
        for row in rows:
            row.save(force_insert=True)
    return [row.pk for row in rows]


def _sent(child: uuid.UUID, more: dict[str, Any]) -> Quarantined:
    device = Device(place=people.XINLI, person=plain(Post).filter(place=people.XINLI)[0].person,
                    phone=uuid.uuid4(), enrolled_at=clock.now(), data_key=b"")  # fmt: skip
    device.save(force_insert=True)
    return Quarantined(about=child, device=device, reason="没有权限", payload=b"", **more | {"operation": uuid.uuid4()})


def written_of(records: list[uuid.UUID]) -> list[str]:
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT changes FROM journal_entry WHERE record = ANY (%s) AND action = 'tests.kept'", [records])
        found = [changes for (changes,) in cursor.fetchall()]
    assert len(found) == len(records)
    return found


def test_the_whole_history_of_a_closed_file_is_erased_sealed_matters_too(world: World) -> None:
    with context.within(grants.system()) as system:
        leave(system, plain(Child).get(pk=world.gone), ExitReason.MOVED, DAY)
    beside = kept_beside(world.gone)
    before = check().erased
    with context.within(grants.system()):
        copy = store.path_of(plain(Paper).filter(child=world.gone).values_list("copy", flat=True)[0])
        assert copy.exists()
    told = erased(world, child=number(world.gone))
    assert all(json.loads(changes).keys() == {"erased"} for changes in written_of(beside))
    assert told["entries"] >= 4
    assert (told["looks"], told["copies"], copy.exists()) == (1, 1, False)
    with context.within(grants.system()):
        assert plain(Paper).get(child=world.gone).copy is None
        assert not plain(File).filter(pk=copy.name).exists()
    seal_all()
    assert (check().wrong, check().erased) == ([], before + told["entries"] + 1)
    assert all(
        salt is None and set(json.loads(changes)) <= {"erased", "moved"} for changes, salt in written(world.gone)
    )
    # What erased says can itself not be changed unseen.
    with tampered(
        "UPDATE journal_entry SET changes = replace(changes::text, '家长', '某人')::jsonb WHERE action = 'journal.erase'"
    ):
        assert wrong()
