"""Divisions as the screen wants them."""

import uuid
from collections import Counter
from typing import Any

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.age import age
from hutong.children.models import Child, Relative
from hutong.children.models.choices import Kind
from hutong.ground import clock
from hutong.places import refs as named
from hutong.transfers.moves.show import directors
from hutong.transfers.splits import find
from hutong.transfers.splits.actions import MOST
from hutong.transfers.splits.find import Split

BY_ADDRESS = ("address", "name_key", "id")


def splits(grant: Grant) -> list[dict[str, Any]]:
    """SplitOut of each."""
    found = find.open_(grant)
    codes = {part for split in found for part in split.parts}
    refs, held = named.refs(codes), directors(grant, codes)
    return [_split(grant, split, refs, held) for split in found]


def _split(grant: Grant, split: Split, refs: dict[int, Any], held: dict[int, list[str]]) -> dict[str, Any]:
    counts = Counter(find.placed(grant, split).values_list("place", flat=True))
    return {
        "id": split.id,
        "name": split.name,
        "on": split.on,
        "document": split.document,
        "left": find.left(grant, split).count(),
        "parts": [
            {"place": refs[part], "placed": counts[part], "directors": held.get(part, [])} for part in split.parts
        ],
        "may": all(grant.covers(part) for part in split.parts),
    }


def left(grant: Grant, split: Split, after: str | None) -> dict[str, Any]:
    """SplitChildren whom nobody has assigned yet, by address, so that a group (村民组) stands together."""
    found, foot = positions.listed(find.left(grant, split), BY_ADDRESS, after, MOST)
    carers = _carers([child.pk for child in found])
    return {"items": [_child(child, carers) | {"to": None} for child in found], **foot}


def placed(grant: Grant, split: Split, after: str | None) -> dict[str, Any]:
    """SplitChildren who were assigned, the last first."""
    rows = find.placed(grant, split).filter(child__in=Child.objects.within(grant))
    found, foot = positions.listed(rows, ("-id",), after)
    done = {row.child_id: row.place for row in found}
    known, carers, refs = (
        Child.objects.within(grant).in_bulk(list(done)),
        _carers(list(done)),
        named.refs(done.values()),
    )
    return {"items": [_child(known[key], carers) | {"to": refs[to]} for key, to in done.items()], **foot}


def _child(child: Child, carers: dict[uuid.UUID, str]) -> dict[str, Any]:
    told = {name: getattr(child, name) for name in ("id", "name", "sex", "address")}
    return told | {"age": age(child.birth_date, clock.today()), "carer": carers.get(child.pk, "")}


def _carers(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    held = plain(Relative).filter(child__in=ids, kind=Kind.CARER, period__contains=clock.today())
    return dict(held.values_list("child_id", "name"))
