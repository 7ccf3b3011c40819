"""Gives one file everything of another that goes along in a merge, as each record says."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.children.models import AidReceived, Child, Relative
from hutong.doubles import periods
from hutong.duties.models import Duty
from hutong.duties.registry import staying
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField
from hutong.records import registry

# Texts of which both stand after a merge; a row that differs in nothing else says the same fact.
TEXTS = ("basis", "evidence", "decided_by", "ended_reason")
OWN = {"id", "child_id", "child", "place", "period"}


def carry(kept: Child, other: Child) -> None:
    """Point every row of `other` at `kept`. What cannot stand beside the kept file's own rows stays with the old file,
    and its days that they do not cover are added to them."""
    for record in registry.travelling("merge"):
        if record.model is not Child:
            _carry_table(record.model, record.column, kept, other)


def _carry_table(model: type[Model], column: str, kept: Child, other: Child) -> None:
    rows = plain(model).filter(**{column: other.pk}).exclude(pk__in=_superseded(model, kept, other))
    if model is Duty:
        rows = rows.exclude(rule__in=staying())
    # What stands elsewhere stays there, and so do ended rounds of duties: the work of that place, and its figures.
    here = rows.filter(place=other.place, **({"ending": ""} if model is Duty else {}))
    _give(model, column, kept, here, {column: kept.pk, "place": kept.place})
    _give(model, column, kept, rows, {column: kept.pk})


def _give(model: type[Model], column: str, kept: Child, rows: Any, new: dict[str, Any]) -> None:
    if _done(rows, new):
        return
    for row in list(rows):
        if not _done(plain(model).filter(pk=row.pk), new):
            _absorb(model, column, kept, row)


def _done(rows: Any, new: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**new)
    except IntegrityError:
        return False
    return True


def _superseded(model: type[Model], kept: Child, other: Child) -> list[Any]:
    """Rows of today that the kept file has its own of: one father, one carer, one benefit of a kind."""
    if model not in (Relative, AidReceived):
        return []
    live = plain(model).filter(period__contains=clock.today())
    own = set(live.filter(child=kept).values_list("kind", flat=True))
    return list(live.filter(child=other, kind__in=own).values_list("pk", flat=True))


def _absorb(model: type[Model], column: str, kept: Child, row: Any) -> None:
    """A dated row that overlaps rows of the kept file: its texts are added to those that say the same, and the days
    that none of them covers are given to one that says the same, or to a new row."""
    if not hasattr(row, "period"):
        return
    own: list[Any] = [o for o in plain(model).filter(**{column: kept.pk}) if _one_at_a_time(row, o)]
    parts = periods.less(row.period, [o.period for o in own])
    alike = [o for o in own if _alike(row, o)]
    for one in alike:
        _add_texts(one, row)
    for part in parts:
        host = next((one for one in alike if periods.touching(one.period, part)), None)
        if host:
            _extend(host, row, part)
        else:
            _copy(row, column, kept, part)


def _one_at_a_time(row: Any, own: Any) -> bool:
    """Whether two rows exclude one another: categories of one key, any two schoolings."""
    return getattr(row, "key", None) == getattr(own, "key", None)


def _alike(row: Any, own: Any) -> bool:
    names = [f.attname for f in row._meta.concrete_fields if f.attname not in OWN and f.attname not in TEXTS]
    return all(getattr(row, name) == getattr(own, name) for name in names)


def _add_texts(own: Any, row: Any) -> None:
    changed: list[str] = []
    for name in TEXTS:
        mine, theirs = getattr(own, name, ""), getattr(row, name, "")
        # Why a period ended belongs to the row that reaches to that end (_extend).
        if name != "ended_reason" and theirs and theirs not in mine:
            longest = own._meta.get_field(name).max_length
            setattr(own, name, f"{mine}；{theirs}"[:longest] if mine else theirs)
            changed.append(name)
    if changed:
        own.save(update_fields=changed)


def _extend(own: Any, row: Any, part: Any) -> None:
    later = own.period.upper == part.lower
    own.period = periods.joined(own.period, part)
    changed = ["period"]
    if later and hasattr(own, "ended_reason"):
        own.ended_reason = row.ended_reason
        changed.append("ended_reason")
    own.save(update_fields=changed)


def _copy(row: Any, column: str, kept: Child, part: Any) -> None:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values |= {"id": new_id(), column: kept.pk, "place": kept.place, "period": part}
    for field in row._meta.concrete_fields:
        if isinstance(field, SealedTextField):
            values[field.attname] = field.close_for(values["id"], field.open(row))
    type(row)(**values).save(force_insert=True)
