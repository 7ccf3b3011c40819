"""A phone's exchange over real HTTP, timed: one connection kept open, answers gzipped, nothing kept but where it stands."""

import gzip
import http.client
import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from hutong.ground import clock
from hutong.sync.tests.phone import Phone, operation

IDLE = 10
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}


@dataclass
class Wire:
    """The connection of one phone. seconds and bytes of the last request."""

    url: str
    token: str
    seconds: float = 0.0
    received: int = 0
    used: float = 0.0
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One request. Raises AssertionError when it is refused."""
        text = json.dumps(body, default=str).encode()
        # The server ends a connection on which nothing was said for long; a phone in a pocket makes a new one.
        if time.perf_counter() - self.used > IDLE:
            self.line.close()
        begun = self.used = time.perf_counter()
        self.line.request("POST", f"/api/v1{path}", text, HEADERS | {"Authorization": f"Device {self.token}"})
        answer = self.line.getresponse()
        raw = answer.read()
        self.seconds, self.received = time.perf_counter() - begun, len(raw)
        assert answer.status == 200, raw[:500]
        return json.loads(gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw)


@dataclass
class Walker:
    """A phone that stands somewhere in the streams, over a wire."""

    wire: Wire
    phone: Phone = field(default_factory=Phone)

    def pull(self) -> dict[str, Any]:
        """Pull until complete; gives the last answer."""

        def ask(body: dict[str, Any]) -> dict[str, Any]:
            return self.wire.post("/sync/pull", body)

        told = self.phone.pull(ask=ask)
        self.wire.token = self.phone.token or self.wire.token
        return told

    def push(self, operations: list[dict[str, Any]]) -> None:
        """Send operations, all of which must be done."""
        told = self.wire.post("/sync/push", {"app_version": "1.0", "unsent": len(operations), "operations": operations})
        wrong = [one for one in told["results"] if one["status"] != "done"]
        assert not wrong, wrong[:2]


def walker(url: str, token: str) -> Walker:
    """A phone with an empty store."""
    return Walker(Wire(url, token), Phone(token=token))


def visits(children: Iterable[uuid.UUID], back: int = 0) -> list[dict[str, Any]]:
    """A visit to each of some children, so many days ago, as the app sends it."""
    day = clock.today() - timedelta(back)
    topics = ("living", "guardianship", "schooling", "health", "mood", "safety")
    return [
        operation(
            "care.record_visit",
            {
                "child": str(child), "id": str(uuid.uuid4()), "on": str(day), "mode": "home", "seen": ["child", "carer"],
                "spoke_alone": True, "words": "奶奶腿疼，我放学自己热饭吃。", "words_by": "speech",
                "findings": dict.fromkeys(topics, "normal") | {"mood": "changed"}, "notes": {"mood": "话比上次少"},
            },
        )
        for child in children
    ]  # fmt: skip
