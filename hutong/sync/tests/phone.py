"""A phone in Python: what the app does with docs/sync.md, in memory; over Django's test client, without a network."""

import base64
import hashlib
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from uuid_utils.compat import uuid7

from tests.cast import Browser

Key = tuple[str, str]


def low64(key: str) -> int:
    """The last sixteen hex digits of an id."""
    return int(key.replace("-", "")[-16:], 16)


@dataclass
class Phone:
    """One person's store on one phone: what it holds, where it stands, and what it has not sent."""

    token: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    enrolment: dict[str, Any] = field(default_factory=dict)
    records: dict[Key, dict[str, Any]] = field(default_factory=dict)
    duties: dict[str, Any] = field(default_factory=lambda: {"version": None, "items": []})
    documents: dict[str, Any] = field(default_factory=dict)
    epoch: str | None = None
    cursors: dict[str, int] = field(default_factory=dict)
    synced: bool = False
    outbox: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def enrol(self, browser: Browser, *, key: bytes | None = None) -> Any:
        """Become known, by the browser session of a signed-in person; gives the answer."""
        secret = base64.urlsafe_b64encode(key or os.urandom(32)).decode().rstrip("=")
        told = {"id": self.id, "name": "测试手机", "model": "M1", "app_version": "1.0", "data_key": secret, "wrap": "w"}
        answer = browser.post("/sync/devices", told)
        if answer.status_code == 200:
            self.enrolment = answer.json()
            self.token = self.enrolment["token"]
        return answer

    def call(self, path: str, body: Any) -> Any:
        """One request with the phone's token."""
        return self.call_text(path, json.dumps(body, ensure_ascii=False, default=str))

    def call_text(self, path: str, text: str) -> Any:
        """The same, of a text as it stands."""
        headers = {"HTTP_AUTHORIZATION": f"Device {self.token}"}
        return Client().post(f"/api/v1{path}", text, content_type="application/json", **headers)  # type: ignore[arg-type]  # headers by name

    def note(self, kind: str, payload: dict[str, Any], based_on: int | None = None) -> dict[str, Any]:
        """Put an operation in the outbox; gives it."""
        op = operation(kind, payload, based_on)
        self.outbox.append(op)
        return op

    def send(self, operations: list[dict[str, Any]]) -> Any:
        return self.call("/sync/push", {"app_version": "1.0", "unsent": len(self.outbox), "operations": operations})

    def push(self) -> list[dict[str, Any]]:
        """Send the outbox; what is answered leaves it, unless it is to be sent again."""
        results: list[dict[str, Any]] = []
        while self.outbox:
            answer = self.send(self.outbox[:50])
            assert answer.status_code == 200, answer.content.decode()
            results += self.take_answers(answer.json()["results"])
            if any(result["status"] == "later" for result in results):
                break
        return results

    def take_answers(self, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Note answers, and drop from the outbox what was answered."""
        for result in results:
            if result["status"] != "later":
                self.answers[result["op_id"]] = result
                self.outbox = [op for op in self.outbox if op["op_id"] != result["op_id"]]
        return results

    def wish(self, *, inventory: bool = False) -> dict[str, Any]:
        """The body of a pull."""
        have: dict[str, dict[str, int]] = {}
        for (kind, key), record in self.records.items():
            have.setdefault(kind, {})[key] = record["version"]
        return {
            "app_version": "1.0",
            "unsent": len(self.outbox),
            "epoch": self.epoch,
            "cursors": self.cursors,
            "have": have if inventory or not self.synced else None,
            "documents": {name: one["version"] for name, one in self.documents.items()},
            "duties": self.duties["version"],
        }

    def pull(self, *, inventory: bool = False, ask: Callable[[dict[str, Any]], Any] | None = None) -> dict[str, Any]:
        """Pull until complete and equal; gives the last answer. A phone that differs heals in the same sync."""
        ask = ask or self._ask
        answer = ask(self.wish(inventory=inventory))
        if answer["inventory"]:
            return self.pull(inventory=True, ask=ask)
        self.apply(answer)
        if answer["more"]:
            return self.pull(inventory=inventory, ask=ask)
        if answer["state"] != self.state() and not inventory:
            return self.pull(inventory=True, ask=ask)
        return answer

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.call("/sync/pull", body)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def apply(self, answer: dict[str, Any]) -> None:
        """What the app does in one transaction of its store."""
        for record in answer["records"]:
            self.records[record["type"], record["id"]] = record
        for gone in answer["removed"]:
            self.records.pop((gone["type"], gone["id"]), None)
        self.epoch, self.cursors, self.synced = answer["epoch"], answer["cursors"], True
        self.duties = answer["duties"] or self.duties
        self.documents |= answer["documents"]
        self.token = answer["token"] or self.token

    def state(self) -> str:
        """The number by which the phone knows that it holds what the server does."""
        total = sum(low64(key) * (2 * record["version"] + 1) for (_, key), record in self.records.items())
        return f"{len(self.records)}:{total % (1 << 64):016x}"

    def child(self, key: Any) -> Any:
        """The data of a child's file on the phone; None where it holds none."""
        found = self.records.get(("child", str(key)))
        return found["data"] if found else None


def operation(kind: str, payload: dict[str, Any], based_on: int | None = None, cut: str = "") -> dict[str, Any]:
    """One operation as it travels. cut: a character sent as half of one, as JSON.stringify writes it."""
    text = json.dumps(payload, ensure_ascii=False, default=str)
    text = text.replace(cut, "\\ud83d") if cut else text
    return {
        "op_id": str(uuid7()),
        "kind": kind,
        "payload": text,
        "hash": hashlib.sha256(text.encode()).hexdigest(),
        "based_on": based_on,
        "made_at": "2026-11-23T02:00:00Z",
    }
