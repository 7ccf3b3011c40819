"""The values that the kept file gets: what a person chose field by field, and what follows by itself."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hutong.accounts.grants import Grant
from hutong.children import clean, names, read
from hutong.children.actions.register import fill
from hutong.children.groups import BY_KEY, Group
from hutong.children.models import Child
from hutong.children.models.choices import Risk
from hutong.ground.sealing import SealedTextField, unsealed

RISKS = ("", Risk.LOW, Risk.MEDIUM, Risk.HIGH)


def apply(grant: Grant, kept: Child, other: Child, take: Sequence[str], *, in_register: bool) -> None:
    """Write the chosen values into the kept file, inside an action. in_register: whether either file was. Raises clean.Invalid."""
    files = read.files(grant, [kept, other])
    mine, theirs = files[kept.pk], files[other.pk]
    chosen = _chosen(take)
    own = {name: v for key in clean.CHILD_GROUPS for name, v in _taken(theirs, BY_KEY[key], chosen[key]).items()}
    fill(kept, own)
    _check(kept)
    _follow(kept, other)
    if in_register and not kept.active:
        kept.exit_reason, kept.exited_on, kept.exit_note, kept.last_payment_month = "", None, "", None
    kept.save()
    for group in BY_KEY.values():
        if group.model is not Child and chosen[group.key] and (row := mine.row(group)):
            row.save(update_fields=fill(row, _taken(theirs, group, chosen[group.key])))


def _chosen(take: Sequence[str]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = defaultdict(list)
    for path in take:
        key, _, name = path.partition(".")
        if key not in BY_KEY or name not in BY_KEY[key].fields:
            raise clean.Invalid([(path, "档案里没有这一项。")])
        chosen[key].append(name)
    return chosen


def _taken(file: read.File, group: Group, fields: Sequence[str]) -> dict[str, Any]:
    row = file.row(group)
    return {name: _plain(row, group.column(name)) for name in fields} if row else {}


def _plain(row: Any, column: Any) -> Any:
    return column.open(row) if isinstance(column, SealedTextField) else getattr(row, column.attname)


def _check(kept: Child) -> None:
    """Number, birth date and sex come from two files and must still agree."""
    if kept.id_kind == "resident" and (
        errors := clean.resident_number(unsealed(kept, "id_number"), kept.birth_date, kept.sex)
    ):
        raise clean.Invalid(errors)


def _follow(kept: Child, other: Child) -> None:
    """What nobody chooses: in the register if either is, since the earlier day, as confirmed last, at the higher risk."""
    kept.name_key = names.sort_key(kept.name)
    kept.registered_on = max(min(kept.registered_on, other.registered_on), kept.birth_date)
    if other.confirmed_on > kept.confirmed_on:
        kept.confirmed_on, kept.confirmation = other.confirmed_on, other.confirmation
    kept.risk = max(kept.risk, other.risk, key=RISKS.index)
