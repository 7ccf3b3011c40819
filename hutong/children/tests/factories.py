"""Children for tests: said in one line, everything else plausible."""

import uuid
from datetime import date
from typing import Any

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.children.actions import NewFile, Recognised, register
from hutong.children.models import Child
from hutong.ground import clock

XINLI = 222426_105_204


def new(name: str = "张小明", *, place: int = XINLI, born: date = date(2018, 3, 4), **child: Any) -> NewFile:
    """A file as a ledger row would give it: one carer, both parents away, at primary school."""
    categories = child.pop("categories", ["left_behind"])
    aids = child.pop("aids", [])
    return NewFile(
        place=place,
        child={"name": name, "sex": "male", "birth_date": born, "health": "well", **child},
        relatives=[
            {"kind": "carer", "name": "张德山", "relation": "paternal_grandfather", "phone": "13844330001"},
            {"kind": "father", "name": "张勇", "phone": "13844330002", "location": "大连市", "whereabouts": "country"},
            {"kind": "mother", "name": "李丽", "phone": "13844330003", "location": "韩国", "whereabouts": "abroad"},
        ],
        categories=[{"key": key} for key in categories],
        schooling={"stage": "primary", "school": "万宝镇中心小学"},
        aids=aids,
    )


def recognised(key: str, since: date | None = None, basis: str = "村民证明") -> Recognised:
    """A category as a village recognises it, sure of it whatever the file says."""
    return Recognised(key, since or clock.today(), basis, decided_by="万宝镇人民政府", sure=True)


def registered(name: str = "张小明", *, grant: Grant | None = None, on: date | None = None, **child: Any) -> uuid.UUID:
    """A registered child's id, written under a grant (default: the system's)."""
    with context.within(grant or grants.system()) as within:
        return register(within, [new(name, **child)], on)[0]


def read(child: uuid.UUID, grant: Grant | None = None) -> Child:
    """The child as it stands."""
    with context.within(grant or grants.system()) as within:
        return Child.objects.within(within).get(pk=child)
