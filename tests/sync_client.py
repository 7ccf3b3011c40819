"""A phone written from docs/sync.md alone: it imports nothing of Hutong, and where the document lacks a word it fails."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

API, SESSION = "/api/v1", "/_allauth/browser/v1/auth/session"
LOGIN = "/_allauth/browser/v1/auth/login"
MASK = (1 << 64) - 1
Json = dict[str, Any]


class Line(Protocol):
    """One request: status and body of the answer. Cookies are kept by whoever makes the line."""

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]: ...
    def cookie(self, name: str) -> str: ...


class Refusal(Exception):
    """status, and of the body code, message and fields."""

    def __init__(self, status: int, told: Json) -> None:
        super().__init__(f"{status} {told}")
        self.status, self.told, self.code = status, told, told.get("code", "")


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def uuid7() -> str:
    """48 bits of milliseconds, version 7, variant, the rest by chance."""
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (7 << 76)
    value = value & ~(0b11 << 62) | (0b10 << 62)
    return str(uuid.UUID(int=value))


@dataclass
class Client:
    """What lies on the phone, and what it does with it."""

    line: Line
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: bytes = field(default_factory=lambda: os.urandom(32))
    token: str = ""
    report_token: str = ""
    person: Json = field(default_factory=dict)
    server_key: Json = field(default_factory=dict)
    epoch: str | None = None
    cursors: dict[str, int] = field(default_factory=dict)
    synced: bool = False
    records: dict[tuple[str, str], Json] = field(default_factory=dict)
    documents: dict[str, Json] = field(default_factory=dict)
    duties: Json = field(default_factory=lambda: {"version": None, "items": []})
    # Waiting, acknowledged and not yet covered, and refused ones, which their person corrects.
    outbox: list[Json] = field(default_factory=list)
    kept: list[Json] = field(default_factory=list)
    refused: list[tuple[Json, Json]] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Json:
        raw = body if isinstance(body, bytes) else json.dumps(body or {}, ensure_ascii=False).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        status, answer = self.line.ask(method, path, {"Content-Type": kind} | (headers or {}), raw)
        told = json.loads(answer) if answer else {}
        if status >= 400:
            raise Refusal(status, told)
        return told

    # Sign-in and enrolment.

    def by_session(self, method: str, path: str, body: Any = None) -> Json:
        return self.call(method, path, body, {"X-CSRFToken": self.line.cookie("csrftoken")})

    def sign_in(self, username: str, password: str) -> None:
        try:
            self.call("GET", SESSION)
        except Refusal as nobody:
            if nobody.status != 401:
                raise
        self.by_session("POST", LOGIN, {"username": username, "password": password})
        me = self.call("GET", f"{API}/me")
        assert not me["must_change_password"]

    def sign_out(self) -> None:
        try:
            self.by_session("DELETE", SESSION)
        except Refusal as over:
            if over.status != 401:
                raise

    def enrol(self) -> Json:
        """With the key left out; where the server has none, with the store's own."""
        told = {"id": self.id, "name": "手机", "model": "M1", "app_version": "1.0.0", "wrap": "argon2id"}
        try:
            answer = self.by_session("POST", f"{API}/sync/devices", told)
        except Refusal as refused:
            if refused.status != 422 or refused.told["fields"][0]["field"] != "data_key":
                raise
            answer = self.by_session("POST", f"{API}/sync/devices", told | {"data_key": b64(self.key)})
        self.token, self.report_token = answer["token"], answer["report_token"]
        self.person, self.server_key = answer["person"], answer["server_key"]
        self.sign_out()
        return answer

    def escrowed(self, password: str) -> bytes:
        answer = self.by_session("POST", f"{API}/sync/key", {"id": self.id, "password": password})
        return unb64(answer["data_key"])

    def by_token(self, method: str, path: str, body: Any = None, **headers: str) -> Json:
        shown = {"Authorization": f"Device {self.token}"} | {
            name.replace("_", "-"): one for name, one in headers.items()
        }
        return self.call(method, f"{API}{path}", body, shown)

    # Push.

    def note(self, kind: str, payload: Json, based_on: int | None = None) -> Json:
        text = json.dumps(payload, ensure_ascii=False)
        op = {"op_id": uuid7(), "kind": kind, "payload": text, "hash": hashlib.sha256(text.encode()).hexdigest(),
              "based_on": based_on, "made_at": "2026-11-24T02:00:00Z"}  # fmt: skip
        self.outbox.append(op)
        return op

    def push(self) -> list[Json]:
        """All that waits, at most 50 at once; what is refused whole goes one by one; `later` stays for the next time."""
        results: list[Json] = []
        waiting, most = list(self.outbox), 50
        while waiting:
            batch = waiting[:most]
            try:
                results += self._send(batch)
            except Refusal as refused:
                if refused.status not in (413, 422):
                    raise
                if len(batch) > 1:
                    most = 1
                    continue
                self.outbox.remove(batch[0])
                self.refused.append((batch[0], refused.told))
            waiting = waiting[len(batch) :]
        return results

    def _send(self, batch: list[Json]) -> list[Json]:
        body = {"app_version": "1.0.0", "unsent": len(self.outbox), "operations": batch}
        answer = self.by_token("POST", "/sync/push", body)
        for op, result in zip(batch, answer["results"], strict=True):
            assert result["op_id"] == op["op_id"]
            if result["status"] == "later":
                continue
            self.outbox.remove(op)
            if result["status"] == "refused":
                self.refused.append((op, result))
            else:
                self.kept.append(op | {"answered": answer["now"]})
        return answer["results"]

    # Pull.

    def pull(self, whole: bool = False) -> Json:
        whole = whole or not self.synced
        have: dict[str, dict[str, int]] = {}
        for (kind, key), record in self.records.items():
            have.setdefault(kind, {})[key] = record["version"]
        answer = self.by_token("POST", "/sync/pull", {
            "app_version": "1.0.0", "unsent": len(self.outbox), "epoch": self.epoch, "cursors": self.cursors,
            "have": have if whole else None, "documents": {name: one["version"] for name, one in self.documents.items()},
            "duties": self.duties["version"],
        })  # fmt: skip
        if answer["inventory"]:
            return self.pull(whole=True)
        again = self.epoch is not None and self.epoch != answer["epoch"]
        self._apply(answer)
        if again:
            self.outbox = [
                {name: one for name, one in op.items() if name != "answered"} for op in self.kept
            ] + self.outbox
            self.kept = []
        if answer["more"]:
            return self.pull(whole)
        if answer["state"] != self.state():
            assert not whole, "the inventory heals"
            return self.pull(whole=True)
        self.kept = [op for op in self.kept if op["answered"] > answer["covered_to"]]
        return answer

    def _apply(self, answer: Json) -> None:
        for one in answer["removed"]:
            self.records.pop((one["type"], one["id"]), None)
        for one in answer["records"]:
            self.records[one["type"], one["id"]] = one
        self.cursors, self.epoch, self.synced = answer["cursors"], answer["epoch"], True
        self.documents |= answer["documents"]
        self.duties = answer["duties"] or self.duties
        self.token = answer["token"] or self.token

    def state(self) -> str:
        total = sum(
            int(key.replace("-", "")[-16:], 16) * (2 * one["version"] + 1) for (_, key), one in self.records.items()
        )
        return f"{len(self.records)}:{total & MASK:016x}"

    # Attachments.

    def attach(self, op: Json, content: bytes, kind: str = "photo", mime: str = "image/jpeg", id: str = "") -> str:
        """The id under which it is there. Raises Refusal with what is never taken."""
        key, whole = id or uuid7(), hashlib.sha256(content).hexdigest()
        told = {"op_id": op["op_id"], "kind": kind, "mime": mime, "size": len(content), "sha256": whole}
        try:
            there = self.by_token("POST", "/sync/attachments", told | {"id": key})
        except Refusal as refused:
            if refused.code == "id_used":
                return self.attach(op, content, kind, mime)
            raise
        size = there["piece_size"]
        for number in range(-(-len(content) // size)):
            if number not in there["received"]:
                piece = content[number * size : (number + 1) * size]
                digest = hashlib.sha256(piece).hexdigest()
                there = self.by_token("PUT", f"/sync/attachments/{key}/{number}", piece, X_Piece_SHA256=digest)
        assert there["done"]
        return key

    # Urgent reports.

    def report(self, words: str, known: bool = True, place: int | None = None) -> Json:
        key = self.call("GET", f"{API}/sync/server-key")
        said = {
            "words": words,
            "child": "",
            "place": place,
            "called_110": True,
            "made_at": "2026-11-24T02:00:00Z",
            "media": [],
        }
        own = {"device": self.id, "person": self.person.get("id"), "report_token": self.report_token} if known else {}
        return self.call("POST", f"{API}/sync/urgent", sealed(key, str(uuid.uuid4()), said) | own)


def sealed(server: Json, key: str, said: Json) -> Json:
    assert server["algorithm"] == "ECDH-P256+HKDF-SHA256+A256GCM"
    theirs, pair, nonce = unb64(server["key"]), ec.generate_private_key(ec.SECP256R1()), os.urandom(12)
    ours = pair.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    secret = pair.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    aes = HKDF(algorithm=hashes.SHA256(), length=32, salt=ours + theirs, info=b"hutong urgent 1").derive(secret)
    text = AESGCM(aes).encrypt(nonce, json.dumps(said, ensure_ascii=False).encode(), key.encode())
    return {"id": key, "key_id": server["id"], "ephemeral": b64(ours), "nonce": b64(nonce), "sealed": b64(text)}
