"""An operation as it arrives: checked for what makes it one, before anything is asked of the database."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LIMIT = 64 * 1024
AGAIN = "这条记录在上传途中损坏，手机会重新上传；如果一直不行，请更新应用后再试。"


class Broken(ValueError):
    """Not an operation, or not as it was sent; it is judged anew when it is sent again. code: see docs/sync.md."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Sent:
    """One operation. text: the payload exactly as sent, over which the hash was made."""

    id: uuid.UUID
    kind: str
    text: str
    hash: str
    based_on: int | None
    made_at: str

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The payload as JSON; {} for what is none, which no shape accepts."""
        try:
            found = storable(json.loads(self.text, strict=False))
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def about(self) -> uuid.UUID | None:
        """The child that it names, as far as it can be read."""
        try:
            return uuid.UUID(str(self.payload.get("child") or self.payload.get("id")))
        except ValueError:
            return None


def read(raw: Any) -> Sent:
    """The operation in a part of a request. Raises Broken."""
    if not isinstance(raw, dict):
        raise Broken("malformed", AGAIN)
    kind, text, digest = (raw.get(name) for name in ("kind", "payload", "hash"))
    if not (isinstance(kind, str) and 0 < len(kind) <= 60 and isinstance(text, str) and isinstance(digest, str)):
        raise Broken("malformed", AGAIN)
    if kind != storable(kind):
        raise Broken("malformed", AGAIN)
    encoded = text.encode(errors="replace")
    if len(encoded) > LIMIT:
        raise Broken("too_large", "这条记录太长，没有收下。请把文字分成几条再记。")
    if hashlib.sha256(encoded).hexdigest() != digest.lower():
        raise Broken("bad_hash", AGAIN)
    return Sent(_op_id(raw.get("op_id")), kind, text, digest.lower(), _rev(raw.get("based_on")), _moment(raw))


def _op_id(given: Any) -> uuid.UUID:
    try:
        found = uuid.UUID(str(given))
    except ValueError:
        raise Broken("malformed", AGAIN) from None
    if found.version != 7:
        raise Broken("malformed", AGAIN)
    return found


def _rev(given: Any) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**31 else None


def _moment(raw: dict[str, Any]) -> str:
    made = raw.get("made_at")
    return storable(made)[:40] if isinstance(made, str) else ""


def storable(value: Any) -> Any:
    """Without what PostgreSQL cannot keep: a phone that cuts a text in the middle of an emoji leaves half a character."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [storable(one) for one in value]
    if isinstance(value, dict):
        return {storable(name): storable(one) for name, one in value.items()}
    return value
