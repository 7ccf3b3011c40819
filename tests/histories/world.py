"""The world of the histories: two villages, a desk and what happens in them, one step at a time."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, VisitRefused, record_visit
from hutong.children import actions
from hutong.children.actions.leaving import LeavingRefused
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import new
from hutong.doubles import decide as doubles
from hutong.doubles.models import Double
from hutong.ground import clock
from hutong.journal.actions import current, operation
from hutong.ledgers.intake import undo
from hutong.ledgers.models import LedgerImport
from hutong.returns.out.exceptions import BY_KEY, explain
from hutong.sync import deciding, enrolment
from hutong.sync.models import Conflict, Quarantined
from hutong.sync.registry import Refused, Unsuitable
from hutong.sync.tests import told
from hutong.transfers.moves.actions import MoveRefused, ask
from tests.cast import JIANGBEI, XINLI, grant_of
from tests.histories.device import Device

START = date(2026, 11, 23)
VILLAGES = (XINLI, JIANGBEI)
SECRET = "密封的事"
EXCEPTIONS = list(BY_KEY)
CUTS = ("none", "before", "during", "after", "twice", "shuffled", "half", "died")
FIELDS = ("address", "remark", "hukou_place")
REFUSALS = (
    VisitRefused,
    LeavingRefused,
    MoveRefused,
    doubles.DoubleRefused,
    Problem,
    Refused,
    Unsuitable,
    Child.DoesNotExist,
)


@dataclass
class World:
    """devices: three phones, two of them in 新立村. desk: the supervisor of both villages.

    answered: what was acknowledged and not lost with a restore; promised: what phones still kept when that happened.
    """

    cast: Any
    devices: list[Device]
    homes: list[int]
    people: list[uuid.UUID]
    children: list[uuid.UUID]
    draw: random.Random
    epoch: str = "1"
    day: int = 0
    revoked: set[int] = field(default_factory=set)
    backup: Any = None
    answered: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    promised: set[str] = field(default_factory=set)
    backed_up_revoked: set[int] = field(default_factory=set)

    def grant(self) -> Any:
        return grant_of(self.cast.wanbao)

    def step(self, name: str, a: int, b: int) -> None:
        """One thing happens. a, b: which of several, whatever their number."""
        with clock.at(START + timedelta(days=self.day)):
            getattr(self, name)(a, b)
            self.note_answers()

    def note_answers(self) -> None:
        for number, device in enumerate(self.devices):
            for op, result in device.answers.items():
                if result["status"] in ("done", "conflict", "quarantined"):
                    self.answered[op] = (number, result)

    # On a phone

    def device(self, a: int) -> Device:
        return self.devices[a % len(self.devices)]

    def child(self, b: int) -> uuid.UUID:
        return self.children[b % len(self.children)]

    def known(self, device: Device, b: int) -> Any:
        held = sorted(key for kind, key in device.records if kind == "child")
        return held[b % len(held)] if held else None

    def phone_visit(self, a: int, b: int) -> None:
        device = self.device(a)
        if child := self.known(device, b):
            on = clock.today() - timedelta(days=b % 3)
            device.note("care.record_visit", told.visit(child, on=str(max(on, START))), device.child(child)["rev"])

    def phone_edit(self, a: int, b: int) -> None:
        device = self.device(a)
        if child := self.known(device, b):
            data, name = device.child(child), FIELDS[b % len(FIELDS)]
            base = {name: data["groups"].get("child", {}).get(name, data["groups"].get("hukou", {}).get(name))}
            group = "hukou" if name == "hukou_place" else "child"
            sent = {"child": child, "base": {group: base}, "changes": {group: {name: f"手机{a}写的{b}"}}}
            device.note("children.update", sent, data["rev"])

    def phone_new(self, a: int, b: int) -> None:
        device, home = self.device(a), self.homes[a % len(self.devices)]
        file = told.new_child(home, f"新孩子{a}{b}")
        device.note("children.register", file)
        device.note("care.record_visit", told.visit(file["id"], on=str(clock.today())))
        self.children.append(uuid.UUID(file["id"]))

    def phone_leave(self, a: int, b: int) -> None:
        device = self.device(a)
        if child := self.known(device, b):
            device.note("children.leave", {"child": child, "reason": "moved", "on": str(clock.today())})

    def phone_settle(self, a: int, b: int) -> None:
        device = self.device(a)
        waiting = sorted(key for kind, key in device.records if kind == "conflict")
        if waiting:
            take = ("server", "device")[b % 2]
            device.note("sync.settle", {"conflict": waiting[b % len(waiting)], "take": take})

    def phone_blind(self, a: int, b: int) -> None:
        """An operation about a child that this phone never saw."""
        self.device(a).note("care.record_visit", told.visit(self.child(b), on=str(clock.today())))

    def phone_push(self, a: int, b: int) -> None:
        self.device(a).push_cut(CUTS[b % len(CUTS)], self.draw)

    def phone_late(self, a: int, b: int) -> None:
        """What was sent long ago hung somewhere on the way and arrives once more, in any order."""
        device = self.device(a)
        late = list(device.sent.values())
        self.draw.shuffle(late)
        for result in device.hand_in(late[: b + 1]):
            before = self.answered.get(result["op_id"])
            assert before is None or before[1] == result, "sent again it is answered the same"

    def phone_pull(self, a: int, b: int) -> None:
        device = self.device(a)
        answer = device.ask(device.wish())
        if answer and b % 3 and not answer["inventory"]:
            device.apply(answer)

    def phone_sync(self, a: int, b: int) -> None:
        self.device(a).sync()

    def phone_evicted(self, a: int, b: int) -> None:
        self.promised -= {op["op_id"] for op in self.device(a).kept}
        self.device(a).forget()

    # At the desk

    def _desk(self, act: Any) -> None:
        try:
            with transaction.atomic(), context.within(self.grant()) as grant:
                act(grant)
        except REFUSALS:
            pass

    def _row(self, grant: Any, b: int) -> Child:
        return Child.objects.within(grant).get(pk=self.child(b))

    def desk_edit(self, a: int, b: int) -> None:
        def act(grant: Any) -> None:
            child = self._row(grant, b)
            actions.update(grant, child.pk, child.rev, {}, {"child": {FIELDS[a % 2]: f"办公室写的{a}{b}"}})

        self._desk(act)

    def desk_and_phone_edit(self, a: int, b: int) -> None:
        """Both change one field of one child, neither knowing of the other."""
        device = self.device(a)
        held = [self.children.index(uuid.UUID(key)) for kind, key in sorted(device.records) if kind == "child"]
        if held:
            self.phone_edit(a, b)
            self.desk_edit(b % len(FIELDS), held[b % len(held)])

    def desk_visit(self, a: int, b: int) -> None:
        risk = ("", "low", "high")[a % 3]
        visit = NewVisit(on=clock.today(), mode="home", no_change=True, risk=risk, risk_reasons="所见")
        self._desk(lambda grant: record_visit(grant, self._row(grant, b), visit))

    def desk_exit(self, a: int, b: int) -> None:
        self._desk(lambda grant: actions.leave(grant, self._row(grant, b), ExitReason.RETURNED, clock.today()))

    def desk_return(self, a: int, b: int) -> None:
        self._desk(lambda grant: actions.return_child(grant, self._row(grant, b), "仍需关爱"))

    def desk_move(self, a: int, b: int) -> None:
        def act(grant: Any) -> None:
            child = self._row(grant, b)
            ask(grant, child, VILLAGES[child.place == XINLI], "随奶奶搬家")

        self._desk(act)

    def desk_merge(self, a: int, b: int) -> None:
        def act(grant: Any) -> None:
            one, other = self._row(grant, a), self._row(grant, b)
            pair = doubles.propose(grant, one, other, "同一个孩子")
            doubles.merge(grant, pair.pk, one.pk, [])

        self._desk(act)

    def desk_explain(self, a: int, b: int) -> None:
        until = clock.today() + timedelta(days=90)
        self._desk(
            lambda grant: explain(grant, self._row(grant, b), EXCEPTIONS[a % len(EXCEPTIONS)], "已经核实", until)
        )

    def desk_unmerge(self, a: int, b: int) -> None:
        def act(grant: Any) -> None:
            merged = list(Double.objects.within(grant).filter(status=Double.Status.MERGED).order_by("id"))
            if merged:
                doubles.undo(grant, merged[b % len(merged)].pk, "不是同一个孩子")

        self._desk(act)

    def desk_ledger(self, a: int, b: int) -> None:
        """A ledger brings one child to one of the villages."""

        def act(grant: Any) -> None:
            with operation("children.import_ledger"):
                place = VILLAGES[a % 2]
                self.children += actions.register(grant, [new(f"台账上的{a}{b}", place=place)])
                plain(LedgerImport).create(
                    place=place, file=uuid.uuid4(), file_name="台账.xlsx", on=clock.today(), created_at=clock.now(),
                    finished_at=clock.now(), status=LedgerImport.Status.DONE, op=current(),
                )  # fmt: skip

        self._desk(act)

    def desk_ledger_undone(self, a: int, b: int) -> None:
        """A whole ledger is taken back: its children are gone, those on whom something was built stay."""

        def act(grant: Any) -> None:
            taken = list(LedgerImport.objects.within(grant).filter(status=LedgerImport.Status.DONE).order_by("id"))
            if taken:
                undo.undo(grant, taken[b % len(taken)])

        self._desk(act)

    def desk_seal(self, a: int, b: int) -> None:
        with context.within(grants.system()) as grant:
            child = Child.objects.within(grant).filter(pk=self.child(b)).first()
            if child:
                actions.seal_fact(grant, child, SealedKind.SEXUAL_HARM, SECRET, None)

    def desk_decide(self, a: int, b: int) -> None:
        def act(grant: Any) -> None:
            kept = list(Quarantined.objects.within(grant).filter(outcome="").order_by("at", "id"))
            differing = list(Conflict.objects.within(grant).filter(taken="").order_by("at", "id"))
            if kept and a % 2:
                row = kept[b % len(kept)]
                deciding.apply(grant, row.pk) if b % 2 else deciding.discard(grant, row.pk, "不采用")
            elif differing:
                deciding.settle(grant, differing[b % len(differing)].pk, ("server", "device")[b % 2])

        self._desk(act)

    def desk_revoke(self, a: int, b: int) -> None:
        number = a % len(self.devices)
        admit = number in self.revoked
        with context.within(self.grant()) as grant:
            (enrolment.readmit if admit else enrolment.revoke)(grant, self.people[number], "核实")
        self.revoked ^= {number}

    # The server's own life

    def a_day_passes(self, a: int, b: int) -> None:
        self.day += 1 + b % 2

    def server_backup(self, a: int, b: int) -> None:
        self.backup = transaction.savepoint()
        self.backed_up_revoked = set(self.revoked)
        self.covered = set(self.answered)
        for device in self.devices:
            device.kept = []

    def server_restore(self, a: int, b: int) -> None:
        if self.backup is None:
            return
        transaction.savepoint_rollback(self.backup)
        self.revoked = set(self.backed_up_revoked)
        self.epoch = str(uuid.uuid4())
        self.answered = {op: one for op, one in self.answered.items() if op in self.covered}
        for device in self.devices:
            device.after_restore(self.covered)
            self.promised |= {op["op_id"] for op in device.kept}

    def current_epoch(self) -> str:
        return self.epoch


STEPS = [name for name in vars(World) if name.startswith(("phone_", "desk_", "server_", "a_day_"))]
