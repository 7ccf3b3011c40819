"""A3-2: change a file. Different fields of two people merge; the same field changed twice is shown to the second."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import clean, identity, names, read
from hutong.children.actions.register import category_end, fill, write_tokens
from hutong.children.actions.touch import touch
from hutong.children.groups import AID, BY_KEY, Group
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling, Token
from hutong.children.models.choices import AGE_LIMIT
from hutong.ground import clock
from hutong.ground.days import days, first_day
from hutong.ground.sealing import SealedTextField, unsealed
from hutong.journal.actions import action

# A change in one of these is another school or another carer, not a correction: the old row is closed, not overwritten.
SUCCEEDS = {"schooling": ("stage", "school"), "carer": ("name",), "guardian": ("name",)}


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile."""

    group: str
    field: str
    label: str
    base: Any
    yours: Any
    theirs: Any


class Conflict(Exception):
    """The file moved on and the same fields were changed; carries the differences for a person to choose."""

    def __init__(self, rev: int, differences: list[Difference]) -> None:
        super().__init__("这份档案刚被别人改过，请选择保留哪一个。")
        self.rev, self.differences = rev, differences


@action("children.update", Permission.CHILD_WRITE)
def update(grant: Grant, child_id: uuid.UUID, rev: int, base: clean.Changes, given: clean.Changes) -> Child:
    """Apply changes {group: {field: value}}; base: what the editor saw in those fields, rev: of which file.

    Raises Child.DoesNotExist, clean.Invalid, Conflict, identity.Taken.
    """
    child = Child.objects.within(grant).select_for_update().get(pk=child_id)
    file = read.file(grant, child)
    if rev != child.rev and (differences := _differences(file, base, given)):
        raise Conflict(child.rev, differences)
    if any(given.values()):
        apply(grant, file, clean.changes(given))
    return child


def apply(grant: Grant, file: read.File, cleaned: clean.Changes, *, confirms: bool = True) -> None:
    """Write checked changes of one file, inside an action. confirms: whoever writes has the whole file before them, which
    counts as confirming it. Raises clean.Invalid, identity.Taken."""
    _check_number(grant, file.child, cleaned.get("child", {}))
    own = [column for key, values in cleaned.items() for column in _write(file, key, values)]
    (_confirmed if confirms else touch)(file.child, *own)


@action("children.confirm", Permission.CHILD_WRITE)
def confirm(grant: Grant, child_id: uuid.UUID) -> Child:
    """Say that the whole file was checked today and nothing changed; discharges the refresh duty (A3-2)."""
    child = Child.objects.within(grant).select_for_update().get(pk=child_id)
    if not child.active:
        raise clean.Invalid([("", "这份档案已退出，不需要核实。")])
    _confirmed(child)
    return child


def _confirmed(child: Child, *changed: str) -> None:
    """changed: columns of the child's own row that were set; it is written once."""
    child.confirmed_on, child.confirmation = clock.today(), new_id()
    touch(child, "confirmed_on", "confirmation", *changed)


def _differences(file: read.File, base: clean.Changes, given: clean.Changes) -> list[Difference]:
    # Masks of two numbers can be alike: a sealed column is shown to the person whenever the file moved on.
    now = read.everything(file)
    return [
        Difference(key, name, _label(key, name), base.get(key, {}).get(name), yours, now[key][name])
        for key, values in given.items()
        for name, yours in values.items()
        if key in now and name in now[key]
        if _sealed(key, name) or now[key][name] not in (base.get(key, {}).get(name), yours)
    ]


def _sealed(key: str, name: str) -> bool:
    return key != AID and isinstance(BY_KEY[key].column(name), SealedTextField)


def _label(key: str, name: str) -> str:
    return "救助和福利" if key == AID else str(BY_KEY[key].column(name).verbose_name)


def _check_number(grant: Grant, child: Child, values: dict[str, Any]) -> None:
    """Number, birth date and sex must agree after the change, whichever of them it touches."""
    after = {name: values.get(name, getattr(child, name)) for name in ("birth_date", "sex", "id_kind")}
    number = values["id_number"] if "id_number" in values else unsealed(child, "id_number")
    touched = {"birth_date", "sex", "id_kind", "id_number"} & set(values)
    if "birth_date" in values and (errors := clean.birth_date(values["birth_date"], child.registered_on)):
        raise clean.Invalid(errors)
    resident = touched and after["id_kind"] == "resident"
    if resident and (errors := clean.resident_number(number, after["birth_date"], after["sex"])):
        raise clean.Invalid(errors)
    if clean.other_papers({"id_number": number, "id_kind": after["id_kind"]}) and after["id_kind"] != "none":
        raise clean.Invalid([("child.id_kind", "这是居民身份证号码，请把证件类型选为居民身份证。")])
    if "id_number" in values:
        identity.refuse_taken(grant, number, child.pk)
        identity.put([(number, child.pk)])
    if number and after["id_kind"] == "none":
        values["id_kind"] = "resident"


def _write(file: read.File, key: str, values: dict[str, Any]) -> list[str]:
    """Write a group's rows; of the child's own row it gives the columns that it set."""
    if key == AID:
        _write_aids(file, values["kinds"])
    elif (group := BY_KEY[key]).model is Child:
        return _set_child(file.child, values)
    else:
        _write_row(file, group, values)
    return []


def _set_child(child: Child, values: dict[str, Any]) -> list[str]:
    fill(child, values)
    if "name" in values:
        child.name_key = names.sort_key(child.name)
        plain(Token).filter(child=child).delete()
        write_tokens([(child.pk, child.place, child.name)])
    if "birth_date" in values:
        _move_age_limits(child)
    return [*values, "name_key"] if "name" in values else list(values)


def _move_age_limits(child: Child) -> None:
    """A corrected birth date moves the birthdays on which categories end; what a person ended stays ended."""
    for row in plain(Category).filter(child=child, key__in=AGE_LIMIT, ended_reason=""):
        since, until = first_day(row.period), category_end(row.key, child.birth_date)
        if until and until <= since:
            until, row.ended_reason = since + timedelta(1), "出生日期更正后已超过年龄上限"
        row.period = days(since, until)
        row.save(update_fields=["period", "ended_reason"])


def _write_row(file: read.File, group: Group, values: dict[str, Any]) -> None:
    row, today = file.row(group), clock.today()
    if row and row.period.lower < today and _is_another(group, row, values):
        row.period = days(row.period.lower, today)
        row.save(update_fields=["period"])
        row = None
    if row is None:
        _insert(file, group, values)
    else:
        row.save(update_fields=fill(row, values))


def _is_another(group: Group, row: Any, values: dict[str, Any]) -> bool:
    return any(name in values and values[name] != getattr(row, name) for name in SUCCEEDS.get(group.key, ()))


def _insert(file: read.File, group: Group, values: dict[str, Any]) -> None:
    row = group.model(id=new_id(), child=file.child, place=file.child.place, period=days(clock.today(), None))
    if isinstance(row, Relative):
        row.kind = str(group.kind)
    if isinstance(row, Schooling) and "stage" not in values:
        raise clean.Invalid([("schooling.stage", "请先选择就学阶段。")])
    fill(row, values)
    row.save(force_insert=True)


def _write_aids(file: read.File, kinds: list[str]) -> None:
    today = clock.today()
    for aid in file.aids:
        if aid.kind not in kinds and first_day(aid.period) < today:
            aid.period = days(first_day(aid.period), today)
            aid.save(update_fields=["period"])
        elif aid.kind not in kinds:
            aid.delete()
    for kind in set(kinds) - {aid.kind for aid in file.aids}:
        AidReceived(id=new_id(), child=file.child, place=file.child.place, kind=kind, period=days(today, None)).save(
            force_insert=True
        )
