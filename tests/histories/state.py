"""What the histories know of their world: two villages, phones, and what was acknowledged to them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hutong.ground import clock
from hutong.returns.out.exceptions import BY_KEY
from tests.cast import JIANGBEI, XINLI, grant_of
from tests.histories.device import Device

START = date(2026, 11, 23)
VILLAGES = (XINLI, JIANGBEI)
SECRET = "密封的事"
EXCEPTIONS = list(BY_KEY)
CUTS = ("none", "before", "during", "after", "twice", "shuffled", "half", "died")
FIELDS = ("address", "remark", "hukou_place")


@dataclass
class State:
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
