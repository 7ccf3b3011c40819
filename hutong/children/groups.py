"""The groups of the paper file (domain.md §3): which columns stand in which group. Titles, labels and limits are the
model's own; a form is drawn from them, so each field is described once."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from hutong.children.models import Child, Relative, Schooling
from hutong.children.models.choices import AidKind, Kind
from hutong.children.values.ethnicities import OFFERED
from hutong.ground.sealing import SealedTextField
from hutong.ground.words import said

PARENT = ("name", "id_number", "papers", "phone", "whereabouts", "location", "away_since", "job", "employer", "contact",
          "able", "unable_note")  # fmt: skip
CARER = ("name", "relation", "id_number", "papers", "phone", "address", "location", "job", "able", "unable_note")
CONTACT = ("name", "relation", "phone", "id_number", "address", "location", "job")


@dataclass(frozen=True)
class Group:
    """One part of the file. kind: which relative it shows, for groups of `Relative`."""

    key: str
    title: str
    model: type[models.Model]
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    kind: Kind | None = None

    def column(self, name: str) -> Any:
        return self.model._meta.get_field(name)


GROUPS = (
    Group("child", "儿童本人", Child, ("name", "sex", "birth_date", "ethnicity", "id_kind", "id_number", "phone", "address",
          "care_reason", "remark"), required=("name", "sex", "birth_date")),
    Group("carer", "实际照护人", Relative, CARER, kind=Kind.CARER),
    Group("father", "父亲", Relative, PARENT, kind=Kind.FATHER),
    Group("mother", "母亲", Relative, PARENT, kind=Kind.MOTHER),
    Group("guardian", "法定监护人（父母以外）", Relative, CARER, kind=Kind.GUARDIAN),
    Group("contact", "其他联系人", Relative, CONTACT, kind=Kind.CONTACT),
    Group("household", "家庭经济", Child, ("income_source", "household_size", "household_income", "housing",
          "committee_contact")),
    Group("schooling", "就学", Schooling, ("stage", "school", "grade", "boarding")),
    Group("health", "健康与残疾", Child, ("health", "illness", "disability_kind", "disability_grade", "disability_card")),
    Group("hukou", "户籍", Child, ("hukou_nature", "hukou_place")),
)  # fmt: skip
BY_KEY = {group.key: group for group in GROUPS}
AID = "aid"
AID_TITLE = "已享受的救助和福利"
PHONES, NUMBERS = ("phone",), ("id_number", "disability_card")


def form(group: Group) -> dict[str, Any]:
    """The group as a small subset of JSON Schema, which both apps draw."""
    properties = {name: _property(group.column(name), order) for order, name in enumerate(group.fields)}
    return {"type": "object", "properties": properties, "required": list(group.required)}


def aid_form() -> dict[str, Any]:
    """The aid group: a list of kinds, several at once."""
    known = _labels(AidKind.choices)
    kinds = {"title": said("救助和福利"), "type": "array", "items": {"type": "string", "enum": known["enum"]}}
    return {"type": "object", "properties": {"kinds": {**kinds, "x-labels": known["x-labels"]}}, "required": []}


def _property(column: Any, order: int) -> dict[str, Any]:
    shape: dict[str, Any] = {"title": said(column.verbose_name), "x-order": order, **_type(column)}
    if column.name == "ethnicity":
        shape["x-suggest"] = OFFERED
    if column.choices:
        shape |= _labels([choice for choice in column.choices if choice[0] != ""])
    if isinstance(column, models.CharField) and not column.choices and column.max_length:
        shape["maxLength"] = column.max_length
    return shape


def _labels(choices: Any) -> dict[str, Any]:
    return {"enum": [value for value, _ in choices], "x-labels": {value: said(label) for value, label in choices}}


def _type(column: Any) -> dict[str, Any]:
    if isinstance(column, SealedTextField):
        return {"type": "string", "x-masked": True, "format": "phone" if column.name in PHONES else "id-number"}
    if isinstance(column, models.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(column, models.BooleanField):
        return {"type": "boolean"}
    return {"type": "integer"} if isinstance(column, models.IntegerField) else {"type": "string"}
