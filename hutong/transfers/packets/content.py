"""What a packet says: the whole file, with each record that says it goes along, and where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db import models

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children import clean
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.ground import clock
from hutong.places import lookup
from hutong.records import registry
from hutong.transfers.packets import fields
from hutong.transfers.packets.fields import Values
from hutong.transfers.packets.keys import PacketError

LIVE = {"exit_reason", "exited_on", "exit_note", "last_payment_month"}
SEALED = "sealed_facts"
MOST = 5000


@dataclass(frozen=True)
class Part:
    """One table of the file. check: raises ValueError where a row's values do not fit together."""

    key: str
    title: str
    model: type[models.Model]
    check: Callable[[Values], None]


@cache
def parts() -> list[Part]:
    """What each record says it has in a packet; but the sealed one."""
    said = [(record, record.goes.packet) for record in registry.records()]
    return [Part(packet.key, record.title, record.model, packet.check) for record, packet in said if packet]


@dataclass
class Incoming:
    """A packet's content, checked. unknown: what a newer sender says that this version does not know."""

    origin: dict[str, str]
    child: Values
    rows: dict[str, list[Values]] = field(default_factory=dict)
    sealed: list[Values] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


def write(grant: Grant, child: Child, reason: str, *, sealed: bool) -> dict[str, Any]:
    """The file of a child found in scope. sealed: with the sealed facts, which only such a grant reads."""
    path = lookup.path_of(child.place)
    national = lookup.statistical_codes_of([child.place]).get(child.place, child.place)
    said: dict[str, Any] = {
        "made_at": clock.now().isoformat(),
        "origin": {"unit": lookup.spoken_path(path), "code": str(national), "officer": grant.name},
        "reason": reason,
        "child": {name: value for name, value in fields.plain(child).items() if name not in LIVE},
    }
    for part in parts():
        said[part.key] = [fields.plain(row) for row in plain(part.model).filter(child=child).order_by("id")]
    if sealed:
        said[SEALED] = [
            fields.plain(row) for row in SealedFact.objects.within(grant).filter(child=child.pk).order_by("id")
        ]
    return said


def read(said: dict[str, Any]) -> Incoming:
    """Check a content. Raises PacketError with the first thing that cannot be kept."""
    origin = said.get("origin")
    if not isinstance(origin, dict) or not all(isinstance(value, str) for value in origin.values()):
        raise PacketError("数据包没有写明来自哪里，没有收下任何内容。")
    incoming = Incoming({name: value[:200] for name, value in origin.items()}, {})
    incoming.child = fields.read(Child, said.get("child"), "儿童本人", incoming.unknown)
    _check_child(incoming.child)
    for part in parts():
        incoming.rows[part.key] = _rows(part, said.get(part.key), incoming.unknown)
    incoming.sealed = _rows(Part(SEALED, "其他", SealedFact, _sealed_kind), said.get(SEALED), set())
    return incoming


def _rows(part: Part, given: Any, unknown: set[str]) -> list[Values]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MOST:
        raise PacketError(f"{part.title}的内容读不懂，没有收下任何内容。")
    rows = [fields.read(part.model, row, f"{part.title}第 {n} 条", unknown) for n, row in enumerate(given, 1)]
    must = [column.name for column in fields.columns(part.model) if _must(column)]
    for n, row in enumerate(rows, 1):
        try:
            if not all(row.get(name) for name in must):
                raise ValueError
            part.check(row)
        except (ValueError, TypeError):
            raise PacketError(f"{part.title}第 {n} 条的内容不完整或前后不一致，没有收下任何内容。") from None
    return rows


def _sealed_kind(values: Values) -> None:
    SealedKind(values.get("kind"))
    if since := values.get("since"):
        date.fromisoformat(since)


def _must(column: Any) -> bool:
    return not (column.null or column.blank or column.has_default())


def _check_child(child: Values) -> None:
    if not all(child.get(name) for name in ("name", "sex", "birth_date")):
        raise PacketError("数据包里没有儿童的姓名、性别或出生日期，没有收下任何内容。")
    errors = clean.birth_date(child["birth_date"], clock.today())
    if child.get("id_kind", "resident") == "resident":
        errors += clean.resident_number(child.get("id_number"), child["birth_date"], child["sex"])
    if errors:
        raise PacketError(f"{errors[0][1]}没有收下任何内容。")
