"""The world of the histories: two villages, a desk and what happens in them, one step at a time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from tests.histories.desks import Desks
from tests.histories.phones import Phones


@dataclass
class World(Desks):
    """One world: its phones, its desk, and the server's own life."""

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


STEPS = [
    name
    for one in (Phones, Desks, World)
    for name in vars(one)
    if name.startswith(("phone_", "desk_", "server_", "a_day_"))
]
