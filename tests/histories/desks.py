"""What happens at a desk of the histories, one step at a time."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction

from hutong.accounts import context, grants
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import new
from hutong.doubles import decide as doubles
from hutong.doubles.models import Double
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import current, operation
from hutong.ledgers.intake import undo
from hutong.ledgers.models import LedgerImport
from hutong.returns.out.exceptions import explain
from hutong.sync import deciding, enrolment
from hutong.sync.models import Conflict, Quarantined
from hutong.transfers.moves.actions import ask
from tests.cast import XINLI
from tests.histories.phones import Phones
from tests.histories.state import EXCEPTIONS, FIELDS, SECRET, VILLAGES

REFUSALS = (
    Refused,
    Problem,
    Child.DoesNotExist,
)


class Desks(Phones):
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
