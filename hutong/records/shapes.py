"""Writes a record's shapes as plain typed Python: what travels, what the action takes, and the rows of its list."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from hutong.ground.sealing import SealedTextField
from hutong.records.declared import Ask, Form, Phone, Record, Several
from hutong.records.forms import choices, column, must

HEAD = '''"""Made by `hutong records` from {source}; never edited: change the record, then make it again."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from hutong.accounts.models import new_id
from hutong.children.refs import ChildRef
from {models} import {model}

'''


@dataclass(frozen=True)
class Typed:
    """One field: its type on the wire, the one that the action takes, and what it is where nothing is said."""

    name: str
    wire: str
    told: str
    usual: str = ""


def module(record: Record, source: str) -> str:
    """The text of `made/<record>.py`. source: the record.py it is made from."""
    parts = [part for form in record.forms for part in _form(record.model, form)]
    if isinstance(record.goes.phone, Phone) and record.goes.phone.sends:
        parts.append(_sent(record))
    if record.shows:
        parts += _rows(record)
    head = HEAD.format(source=source, models=record.model.__module__, model=record.model.__name__)
    return formatted(head + "\n\n".join(parts) + "\n")


def formatted(text: str) -> str:
    """Without imports that it does not need, laid out as the house does."""
    for arguments in (["check", "--fix-only", "--select", "F401,I001", "--quiet"], ["format"]):
        command = [sys.executable, "-m", "ruff", *arguments, "--stdin-filename", "hutong/made.py", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text


def _form(model: type[models.Model], form: Form) -> Iterable[str]:
    for ask in form.asks:
        if isinstance(ask, Several):
            inner = [_typed(ask.model, one) for one in ask.asks]
            yield _told(ask.told, inner)
            yield _shape(ask.shape, inner, ask.told)
    typed = [_several(ask) if isinstance(ask, Several) else _typed(model, ask) for ask in form.asks]
    if form.told:
        typed.append(Typed("id", "uuid.UUID", "uuid.UUID", "new_id"))
        yield _told(form.told, typed)
    yield _shape(form.shape, typed, form.told)


def _several(ask: Several) -> Typed:
    wire = f"Annotated[list[{ask.shape}], Field(max_length={ask.most})]"
    return Typed(ask.name, wire, f"list[{ask.told}]", "list")


def _typed(model: type[models.Model], ask: Ask) -> Typed:
    kept, needed = column(model, ask), must(model, ask)
    if ask.choices and ask.of:
        return Typed(
            ask.name, f"dict[{_one_of(ask.choices)}, {_one_of(ask.of)}]", "dict[str, str]", "" if needed else "dict"
        )
    if ask.choices:
        return Typed(ask.name, f"list[{_one_of(ask.choices)}]", "list[str]", "" if needed else "list")
    if ask.notes:
        return Typed(ask.name, f"dict[str, Annotated[str, Field(max_length={ask.notes})]]", "dict[str, str]", "dict")
    if known := choices(kept):
        return _text(ask.name, _one_of(known if needed else ["", *known]), needed)
    if isinstance(kept, models.CharField | models.TextField | SealedTextField):
        limit = f", max_length={kept.max_length}" if kept.max_length else ""
        least = ", min_length=1" if needed else ""
        return _text(ask.name, f"Annotated[str, StringConstraints(strip_whitespace=True{least}{limit})]", needed)
    plain = _plain(kept)
    if isinstance(kept, models.BooleanField) and not kept.null:
        return Typed(ask.name, plain, plain, "" if needed else repr(bool(kept.get_default())))
    return Typed(ask.name, plain, plain) if needed else Typed(ask.name, f"{plain} | None", f"{plain} | None", "None")


def _text(name: str, wire: str, needed: bool) -> Typed:
    return Typed(name, wire, "str", "" if needed else '""')


def _one_of(values: Iterable[str]) -> str:
    return "Literal[" + ", ".join(f'"{value}"' for value in values) + "]"


def _plain(kept: Any) -> str:
    kinds = {"DateTimeField": "datetime", "DateField": "date", "BooleanField": "bool", "UUIDField": "uuid.UUID"}
    kinds |= dict.fromkeys(("IntegerField", "SmallIntegerField", "BigIntegerField"), "int")
    return kinds.get(kept.get_internal_type(), "str" if not isinstance(kept, models.JSONField) else "Any")


MADE = ("new_id", "list", "dict")


def _told(name: str, typed: list[Typed]) -> str:
    """What the action takes: what must be said first, so that it can be said in order."""
    lines = [f"    {one.name}: {one.told}" for one in typed if not one.usual]
    for one in typed:
        if one.usual:
            usual = f"field(default_factory={one.usual})" if one.usual in MADE else one.usual
            lines.append(f"    {one.name}: {one.told} = {usual}")
    return f'@dataclass\nclass {name}:\n    """As told to the action; empty is not said."""\n\n' + "\n".join(lines)


def _shape(name: str, typed: list[Typed], told: str) -> str:
    lines = []
    for one in typed:
        usual = {"new_id": " = Field(default_factory=new_id)", "list": " = []", "dict": " = {}"}.get(one.usual)
        lines.append(f"    {one.name}: {one.wire}" + (usual if usual else f" = {one.usual}" if one.usual else ""))
    text = f"class {name}(Schema):\n" + "\n".join(lines)
    if not told:
        return text
    inner = [
        f"{one.name}=[one.for_action() for one in self.{one.name}]" if one.wire.startswith("Annotated[list[")
        else f"{one.name}=self.{one.name}" if not one.wire.startswith(("dict[", "list["))
        else f"{one.name}={{**self.{one.name}}}" if one.wire.startswith("dict[")
        else f"{one.name}=list(self.{one.name})"
        for one in typed
    ]  # fmt: skip
    return (
        text
        + f'\n\n    def for_action(self) -> {told}:\n        """For the action."""\n        return {told}({", ".join(inner)})'
    )


def _sent(record: Record) -> str:
    told = '"""As a phone sends it: with the child that it is about."""'
    return f"class Sent{record.model.__name__}({record.forms[0].shape}):\n    {told}\n\n    child: uuid.UUID"


def _rows(record: Record) -> Iterable[str]:
    name, model = record.model.__name__, record.model
    kept = [model._meta.get_field(one) for one in record.shows]
    lines, values = ["    id: uuid.UUID", "    child: ChildRef"], ["id=one.pk", "child=child"]
    for one in kept:
        known = choices(one)
        optional = " | None" if one.null else ""
        lines.append(
            f"    {one.name}: {_one_of(['', *known] if one.blank else known) if known else _plain(one) + optional}"
        )
        values.append(f"{one.name}=kept.{one.name}")
        if known:
            lines.append(f"    {one.name}_label: str")
            values.append(f"{one.name}_label=kept.get_{one.name}_display()")
    adds = record.adds or {}
    lines += [f"    {extra}: {kind}" for extra, kind in adds.items()]
    values += [f"{extra}={extra}" for extra in adds]
    taken = ["one: " + name, "child: ChildRef", *(f"{extra}: {kind}" for extra, kind in adds.items())]
    yield f"class {name}Row(Schema):\n" + "\n".join(lines)
    yield f"class {name}Rows(Schema):\n    items: list[{name}Row]\n    total: int\n    next: str | None"
    yield (f"def row({', '.join(taken)}) -> {name}Row:\n" + f'    """One row of the list."""\n    kept: Any = one  # what Django makes of choices has no types\n    return {name}Row('
           + ", ".join(values) + ")")  # fmt: skip
