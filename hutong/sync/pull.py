"""What a device receives: present states, never differences; and a hash by which it knows that it is not complete."""

import hashlib
import json
import uuid
from collections import defaultdict
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from hutong.accounts.grants import Grant
from hutong.ground import clock
from hutong.sync import epochs, streams
from hutong.sync.models import Epoch
from hutong.sync.registry import Document, registry
from hutong.sync.streams import Cursors

# Records in one answer: a village's children and visits at once, a county's in pages.
PAGE = 2_000
LEASE_HOURS = 72
MODULUS = 1 << 64
Have = dict[str, dict[uuid.UUID, int]]


def answer(
    grant: Grant,
    epoch: str | None,
    cursors: Cursors,
    have: Have | None,
    documents: dict[str, str],
    duties: str | None,
) -> dict[str, Any]:
    """PullOut without the token, for a grant in whose scope this runs."""
    now, current = clock.now(), present_epoch()
    heads = streams.heads(grant)
    told = _empty(now, current)
    if have is None and (epoch != current or not _continues(cursors, heads.cursors)):
        return told | {"inventory": True}
    if have is None:
        changed, sum_ = _news(grant, cursors, heads.cursors), _state_at(grant, heads.operations, current, clock.today())
    else:
        versions = _versions(grant)
        changed, sum_ = _differing(grant, have, versions, heads.cursors), state(versions)
    return told | changed | {
        "duties": _duties(grant, duties),
        "documents": _documents(grant, documents),
        "state": sum_,
    }  # fmt: skip


def present_epoch() -> str:
    """Which life of the database this is."""
    return Epoch.objects.values_list("value", flat=True).get(pk=1)


def covered(now: datetime) -> dict[str, Any]:
    """Covered (schemas.py). Where no backup was ever made, being written is being covered (design.md, Offline)."""
    return {"epoch": present_epoch(), "covered_to": epochs.covered() or now}


def _empty(now: datetime, epoch: str) -> dict[str, Any]:
    return {
        "epoch": epoch, "cursors": {}, "inventory": False, "more": False, "records": [], "removed": [], "duties": None,
        "documents": {}, "state": "", "now": now, "covered_to": epochs.covered() or now, "lease_hours": LEASE_HOURS, "token": None,
    }  # fmt: skip


def _continues(cursors: Cursors, heads: Cursors) -> bool:
    """Whether a device stands in exactly these streams, and nowhere ahead of the server."""
    return set(cursors) == set(heads) and all(0 <= cursors[stream] <= head for stream, head in heads.items())


def _news(grant: Grant, cursors: Cursors, heads: Cursors) -> dict[str, Any]:
    """What was written after the cursors. Up to date, which is nearly always, it asks nothing more."""
    if cursors == heads:
        return {"cursors": heads}
    touched = streams.after(cursors)
    records, removed = _shown(grant, touched.records)
    return {"cursors": touched.cursors, "more": touched.more, "records": records, "removed": removed}


def _differing(grant: Grant, have: Have, versions: Have, heads: Cursors) -> dict[str, Any]:
    """What a device lacks, has otherwise, or has and should not, by the versions it holds."""
    differing = [
        (name, key)
        for name, known in versions.items()
        for key, version in known.items()
        if have.get(name, {}).get(key) != version
    ]
    wanted: dict[str, list[uuid.UUID]] = defaultdict(list)
    for name, key in differing[:PAGE]:
        wanted[name].append(key)
    records, removed = _shown(grant, wanted)
    removed += [{"type": name, "id": key} for name in have for key in have[name] if key not in versions.get(name, {})]
    more = len(differing) > PAGE
    return {"cursors": heads, "more": more, "records": records, "removed": removed}


def _shown(grant: Grant, wanted: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Present states of records by feed; what is no longer to be seen, to be removed."""
    records, removed = [], []
    for name, keys in wanted.items():
        found = registry.feeds[name].show(grant, keys) if keys else {}
        records += [{"type": name, "id": key, **vars(record)} for key, record in found.items()]
        removed += [{"type": one, "id": key} for key in keys if key not in found for one in _with(name)]
    return records, removed


def _with(name: str) -> list[str]:
    """The feeds that lose a record together: all of a child, when its file goes."""
    return [one.name for one in registry.feeds.values() if one.by == "child"] if registry.feeds[name].whole else [name]


def _versions(grant: Grant) -> Have:
    return {name: feed.versions(grant) for name, feed in registry.feeds.items()}


@lru_cache(maxsize=20_000)
def _state_at(grant: Grant, operations: tuple[uuid.UUID | None, ...], epoch: str, day: date) -> str:
    """The state of a scope on a day, remembered: within one life of the database it is another only after another operation.

    After a restore phones hand in the same operations again, in another order.
    """
    return state(_versions(grant))


def state(versions: Have) -> str:
    """A number over all records that does not depend on their order: the same on a device that holds the same."""
    total = count = 0
    for known in versions.values():
        count += len(known)
        total += sum((key.int & (MODULUS - 1)) * (2 * version + 1) for key, version in known.items())
    return f"{count}:{total % MODULUS:016x}"


def _duties(grant: Grant, held: str | None) -> dict[str, Any] | None:
    for owed in registry.owed:
        version = owed.version(grant)
        if version != held:
            return {"version": version, "items": owed.items(grant)}
    return None


def _documents(grant: Grant, held: dict[str, str]) -> dict[str, Any]:
    told = {name: _document(document, grant) for name, document in registry.documents.items()}
    return {name: one for name, one in told.items() if held.get(name) != one["version"]}


def _document(document: Document, grant: Grant) -> dict[str, Any]:
    return _for_all(document) if document.for_all else _versioned(document.build(grant))


@cache
def _for_all(document: Document) -> dict[str, Any]:
    return _versioned(document.build(None))


def _versioned(data: Any) -> dict[str, Any]:
    return {"version": fingerprint(data), "data": data}


def fingerprint(data: Any) -> str:
    """A short hash of anything that JSON can hold."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def number(*parts: Any) -> int:
    """A version out of what a record shows: below 2⁵³, another one when the parts are others."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big")
