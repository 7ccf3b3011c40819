"""Double files (A3-2): one child written by two people, in a village and the next; one pair merged, one no double."""

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from hutong.accounts import context, grants
from hutong.accounts.models import new_id
from hutong.children.actions import register as write
from hutong.children.models.choices import IdKind
from hutong.children.newfile import NewFile
from hutong.demo.acting import acting, moment
from hutong.demo.cases.choosing import Register
from hutong.demo.cases.moves import MINGYUE, MINGYUES
from hutong.demo.child import Invented
from hutong.demo.villages import Village
from hutong.doubles import decide, find
from hutong.doubles.models import Double

# As one hears a name, and as another writes it.
SOUNDS = str.maketrans("佳嘉梓子涵晗轩萱宇雨雅娅欣馨怡依诺喏", "嘉佳子梓晗涵萱轩雨宇娅雅馨欣依怡喏诺")
TWO = "两个村各有一个同名同生日的孩子，已入户核实，父母不同"


class Pair(NamedTuple):
    """Two files of which somebody has to say whether they are one child's."""

    one: UUID
    other: UUID


def doubles(register: Register, today: date) -> None:
    """Write second files, compare all, and decide two pairs; twins of the population are found and not proposed."""
    _again(register, today, 11)
    _again(register, today, 8, sounds=True)
    _without_number(register, today)
    merged, two = _again(register, today, 36), _again(register, today, 33, strangers=True)
    with context.within(grants.system()) as system:
        find.find(system)
    for pair, reason in ((merged, ""), (two, TWO)):
        if pair:
            _decide(today, pair, reason)


def _again(register: Register, today: date, days: int, *, sounds: bool = False, strangers: bool = False) -> Pair | None:
    """A child of a village registered again from the next one's list. strangers: with another family."""
    child, there = _with_next(register, sounds=sounds)
    if child is None or there is None:
        return None
    name = _misheard(child) if sounds else child.file.child["name"]
    file = _second(child.file, there, IdKind.NOT_SEEN, name)
    return Pair(child.id, _write(replace(file, relatives=[]) if strangers else file, today, days))


def _without_number(register: Register, today: date) -> None:
    """A small child whose hukou is not registered: both directors had only the name and the birthday."""
    child, there = _with_next(register)
    if child and there:
        alone = replace(child.file, relatives=[])
        _write(_second(alone, child.village, IdKind.NONE, "李念念"), today, 14)
        _write(_second(alone, there, IdKind.NONE, "李念念"), today, 9)


def _with_next(register: Register, *, sounds: bool = False) -> tuple[Invented | None, Village | None]:
    child = register.take(MINGYUE, lambda child: not sounds or _misheard(child) != child.file.child["name"])
    others = [one.village for one in register.among(MINGYUE) if child and one.village != child.village]
    return child, next(iter(others), None)


def _second(file: NewFile, there: Village, kind: IdKind, name: str) -> NewFile:
    values: dict[str, Any] = {"id": new_id(), "name": name, "address": f"{there.address}2组"}
    return replace(file, place=there.code, child=file.child | values | {"id_kind": kind, "id_number": None})


def _write(file: NewFile, today: date, days: int) -> UUID:
    with acting(MINGYUES, moment(today, days, 11, 20)) as grant:
        [made] = write(grant, [file])
    return made


def _decide(today: date, pair: Pair, reason: str) -> None:
    first, second = sorted(pair)
    with acting(MINGYUES, moment(today, 6, 16)) as grant:
        double = Double.objects.within(grant).get(first=first, second=second)
        if reason:
            decide.dismiss(grant, double.pk, reason)
        else:
            decide.merge(grant, double.pk, pair.one, [])


def _misheard(child: Invented) -> str:
    name = child.file.child["name"]
    return name[0] + name[1:].translate(SOUNDS)
