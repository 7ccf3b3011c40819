"""A phone without HTTP: the same bodies, handed to the server's functions, with cuts where a line may break."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any
from unittest import mock

from django.core.serializers.json import DjangoJSONEncoder

from hutong.accounts.http import Problem
from hutong.sync import pull, push, schemas, sender
from hutong.sync.tests.phone import Phone


class Died(BaseException):
    """The server's process is gone in the middle of an operation: nobody catches this, nothing of it is committed."""


class Device(Phone):
    """kept: operations that were answered and that no backup covers yet; seen: every answer it ever got, as text.

    sent: every operation that ever went over the line, for those that hang somewhere and arrive once more. healed: how
    often the phone found that it differed from the server: the feed alone had left something out.
    """

    def __init__(self, token: str) -> None:
        super().__init__(token=token)
        self.kept: list[dict[str, Any]] = []
        self.seen: list[str] = []
        self.sent: dict[str, dict[str, Any]] = {}
        self.healed, self._feed_done = 0, False
        self.tokens = [token]

    def apply(self, answer: dict[str, Any]) -> None:
        super().apply(answer)
        if self.token not in self.tokens:
            self.tokens.append(self.token)

    def after_restore(self, covered: set[str]) -> None:
        """Answers that the backup does not know are void; a token it does not know is replaced by a new sign-in."""
        self.answers = {op: result for op, result in self.answers.items() if op in covered}
        self.token = next(token for token in reversed(self.tokens) if sender.of_token(token))

    def hand_in(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the server answers to a push; the caller decides whether the answer arrives."""
        found = sender.of_token(self.token)
        assert found
        self.sent |= {op["op_id"]: op for op in operations}
        body = schemas.PushIn(operations=json.loads(json.dumps(operations)))
        return json.loads(json.dumps(push.receive(found, body.operations), cls=DjangoJSONEncoder))

    def take(self, results: list[dict[str, Any]]) -> None:
        """An answer arrived: what it covers leaves the outbox, and is kept for a restore."""
        done = {result["op_id"] for result in results if result["status"] not in ("later", "refused")}
        self.kept += [op for op in self.outbox if op["op_id"] in done]
        self.take_answers(results)

    def ask(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """What the server answers to a pull; None when it gives nothing any more."""
        found = sender.of_token(self.token)
        assert found
        if found.grant is None:
            return None
        wish = schemas.PullIn(**json.loads(json.dumps(body)))
        with sender.inside(found) as grant:
            told = pull.answer(grant, wish.epoch, wish.cursors, wish.have, wish.documents, wish.duties)
            told["token"] = sender.seen(found, "1", 0)
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
        self.seen.append(text)
        return json.loads(text)

    def push_cut(self, cut: str, draw: random.Random) -> None:
        """Send the outbox over a line that breaks before, during or after; or twice, or in another order; or somebody dies.

        half: the phone dies while it writes the answers down. died: the server does, while it judges one of them.
        """
        operations = list(self.outbox)
        if cut == "shuffled":
            draw.shuffle(operations)
        if cut == "before" or not operations:
            return
        some = draw.randint(0, len(operations))
        if cut == "during":
            self.hand_in(operations[:some])
            return
        if cut == "died":
            return self._died(operations, some)
        results = self.hand_in(operations)
        if cut == "twice":
            assert self.hand_in(operations) == results, "sent again it is answered the same"
        if cut != "after":
            self.take(results[:some] if cut == "half" else results)

    def _died(self, operations: list[dict[str, Any]], some: int) -> None:
        """The server dies before it has written down the answer to one of them."""
        calls, store = iter(range(some)), push._store
        with mock.patch.object(push, "_store", lambda *given, **more: _next(calls) or store(*given, **more)):
            try:
                self.hand_in(operations)
            except Died:
                return

    def sync(self) -> bool:
        """Push and pull without cuts; whether the phone still reads. Ends complete and equal, in one sync."""
        self.send_all()
        return self.fetch_all()

    def send_all(self) -> None:
        if self.outbox:
            self.take(self.hand_in(self.outbox))

    def fetch_all(self) -> bool:
        """Pull to the end; after a restore, hand in once more what a backup may have missed, and pull again."""
        epoch, self._feed_done = self.epoch, False
        try:
            last = self.pull(ask=self._must_ask)
        except Problem:
            return False
        if epoch not in (None, self.epoch) and self.kept:
            self.outbox, self.kept = self.kept + self.outbox, []
            return self.sync()
        assert self.state() == last["state"]
        return True

    def _must_ask(self, body: dict[str, Any]) -> dict[str, Any]:
        told = self.ask(body)
        self.healed += self._feed_done and body["have"] is not None
        self._feed_done = bool(told) and not told["inventory"] and not told["more"] and body["have"] is None
        if told is None:
            raise Problem(403, "停用", "device_revoked")
        return told

    def forget(self) -> None:
        """The browser threw the store away; what was not sent is gone with it, and was never said to be safe."""
        self.records, self.documents, self.cursors, self.outbox, self.kept = {}, {}, {}, [], []
        self.duties, self.epoch, self.synced = {"version": None, "items": []}, None, False


def _next(calls: Iterator[int]) -> None:
    if next(calls, None) is None:
        raise Died
