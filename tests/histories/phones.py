"""What happens on a phone of the histories, one step at a time."""

from __future__ import annotations

import uuid
from datetime import timedelta

from hutong.ground import clock
from hutong.sync.tests import payloads
from tests.histories.state import CUTS, FIELDS, START, State


class Phones(State):
    def phone_visit(self, a: int, b: int) -> None:
        device = self.device(a)
        if child := self.known(device, b):
            on = clock.today() - timedelta(days=b % 3)
            device.note("care.record_visit", payloads.visit(child, on=str(max(on, START))), device.child(child)["rev"])

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
        file = payloads.new_child(home, f"新孩子{a}{b}")
        device.note("children.register", file)
        device.note("care.record_visit", payloads.visit(file["id"], on=str(clock.today())))
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
        self.device(a).note("care.record_visit", payloads.visit(self.child(b), on=str(clock.today())))

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
