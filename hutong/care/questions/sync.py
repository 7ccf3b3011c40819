"""What phones receive of questions: the words and what can be answered, never who asks."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from hutong.accounts.grants import Grant
from hutong.care.models import Question
from hutong.care.questions.reading import waiting
from hutong.children.sync.feed import held
from hutong.sync import registry
from hutong.sync.registry import Feed, Record


def start() -> None:
    """Offer them."""
    registry.feed(Feed("questions", "走访要问的事", frozenset({Question._meta.db_table}), _show, _versions))


def _versions(grant: Grant) -> dict[uuid.UUID, int]:
    return {child: _version(rows) for child, rows in _by_child(grant, held(grant).values("id")).items()}


def _show(grant: Grant, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Record]:
    places = dict(held(grant).filter(pk__in=keys).values_list("id", "place"))
    return {
        child: Record(_version(rows), places[child], {"items": [_item(one) for one in rows]})
        for child, rows in _by_child(grant, list(places)).items()
    }


def _by_child(grant: Grant, children: Any) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    one: Any  # what a reference keeps has no type
    for one in waiting(grant, children):
        found[one.child_id].append(one)
    return found


def _version(rows: list[Any]) -> int:
    """Another number as soon as other questions wait; their words never change."""
    return int.from_bytes(sha256(b"".join(one.pk.bytes for one in rows)).digest()[:6])


def _item(one: Question) -> dict[str, Any]:
    return {"id": one.pk, "text": one.text, "answers": [*one.answers, Question.UNKNOWN]}
