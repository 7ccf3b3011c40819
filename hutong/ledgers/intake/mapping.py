"""Between the fields of a ledger (policy/national/ledger-columns.csv) and the groups of the file."""

import uuid
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from hutong.children.groups import AID, BY_KEY
from hutong.children.models.choices import Kind, Whereabouts
from hutong.children.newfile import NewFile
from hutong.children.read import File
from hutong.ledgers.reading.results import LedgerChild

CHILD = {
    name: (group, name)
    for group, names in {
        "child": ("name", "sex", "birth_date", "ethnicity", "id_number", "id_kind", "address", "care_reason", "phone",
                  "remark"),
        "hukou": ("hukou_nature", "hukou_place"),
        "household": ("income_source", "household_size", "household_income"),
        "health": ("health", "illness", "disability_kind", "disability_grade", "disability_card"),
    }.items()
    for name in names
}  # fmt: skip
SCHOOLING = {
    "schooling": ("schooling", "stage"),
    "school": ("schooling", "school"),
    "grade": ("schooling", "grade"),
    "boarding": ("schooling", "boarding"),
}
PERSON = {"workplace": "location", "since": "away_since"}
# Plain words: an enum member costs as much to ask for as all the rest of a field, and a ledger asks a million times.
KINDS, PARENTS, GUARDIAN, CARER = tuple(Kind.values), ("father", "mother"), "guardian", "carer"
NUMBERS = frozenset({"household_size", "household_income"})
ABROAD = (
    "韩国",
    "日本",
    "俄罗斯",
    "美国",
    "加拿大",
    "新加坡",
    "以色列",
    "国外",
    "境外",
    "澳大利亚",
    "新西兰",
    "德国",
    "英国",
    "法国",
)
IN_PROVINCE = ("吉林", "长春", "四平", "辽源", "通化", "白山", "松原", "白城", "延边", "延吉", "省内")


@cache
def target(field: str, separate: bool) -> tuple[str, str]:
    """(group, field) of the file for a ledger field. separate: guardian and carer are two people in this file;
    otherwise the ledger's 监护人 is who actually cares."""
    if field in CHILD or field in SCHOOLING:
        return (CHILD | SCHOOLING)[field]
    if field == "aid":
        return AID, "kinds"
    kind, _, name = field.partition("_")
    if kind == GUARDIAN and not separate:
        kind = CARER
    return kind, PERSON.get(name, name)


def value(field: str, text: str) -> Any:
    """A ledger's normal string as the file keeps it."""
    if field in NUMBERS:
        return int(float(text))
    if field == "boarding":
        return text == "yes"
    return sorted(text.split(",")) if field == "aid" else text


def grouped(facts: Mapping[str, str], separate: bool) -> dict[str, dict[str, Any]]:
    """Ledger facts as changes {group: {field: value}}, with the whereabouts that a place of work implies."""
    groups: dict[str, dict[str, Any]] = {}
    for field, text in facts.items():
        group, name = target(field, separate)
        groups.setdefault(group, {})[name] = value(field, text)
    for parent in PARENTS:
        if location := groups.get(parent, {}).get("location"):
            groups[parent]["whereabouts"] = whereabouts(location)
    return groups


@lru_cache(10_000)
def whereabouts(location: str) -> str:
    """Home, province, country or abroad, as a place of work says it."""
    if location in ("在家", "家中", "本村", "务农", "在家务农"):
        return Whereabouts.HOME
    if any(word in location for word in ABROAD):
        return Whereabouts.ABROAD
    return Whereabouts.PROVINCE if any(word in location for word in IN_PROVINCE) else Whereabouts.COUNTRY


def new_file(row: LedgerChild, key: str | None = None) -> NewFile:
    """The file that a new row opens. key: its id, when it has one already."""
    facts = dict(row.facts)
    papers = facts.pop("papers_number", None)
    separate = any(name.startswith("carer_") for name in facts)
    groups = grouped(facts, separate)
    child = {
        name: v for group in ("child", "hukou", "household", "health") for name, v in groups.get(group, {}).items()
    }
    child |= {"name": row.name, "sex": row.sex, "birth_date": row.birth_date, "id_number": row.id_number or papers}
    if key:
        child["id"] = uuid.UUID(key)
    relatives = [{"kind": kind, **groups[kind]} for kind in KINDS if kind in groups]
    schooling = groups.get("schooling")
    if schooling and "stage" not in schooling:
        schooling["stage"] = "unknown"
    categories = [{"key": key} for key in row.categories]
    return NewFile(row.place_code, child, relatives, categories, schooling, groups.get(AID, {}).get("kinds", []))


def values(file: File) -> dict[str, str | None]:
    """A file as normal strings by ledger field, to compare a row with."""
    known: dict[str, str | None] = {}
    for field, (group, name) in (CHILD | SCHOOLING).items():
        known[field] = _plain(file, group, name)
    for kind in KINDS:
        known |= _person(file, kind, kind)
    if file.row(BY_KEY["guardian"]) is None:
        known |= _person(file, CARER, GUARDIAN)
    known["aid"] = ",".join(sorted(aid.kind for aid in file.aids)) or None
    known["categories"] = ",".join(category.key for category in file.categories) or None
    return known


def where(field: str, apart: bool) -> tuple[str, str, Any] | None:
    """Group, attribute and, of a sealed column, the column of a ledger field; None for one that the file lacks."""
    group, name = target(field, apart)
    if group not in BY_KEY or name not in BY_KEY[group].fields:
        return None
    column = BY_KEY[group].column(name)
    return group, name, column if hasattr(column, "open") else None


def plain_text(row: Any, name: str, sealed: Any) -> str | None:
    """A value of a row as a normal string. sealed: the column, if it is one."""
    if row is None:
        return None
    found = sealed.open(row) if sealed else getattr(row, name)
    if found is None or found == "":
        return None
    return ("yes" if found else "no") if isinstance(found, bool) else str(found)


def separate(file: File, facts: Mapping[str, str]) -> bool:
    """Whether this child has a guardian beside the carer."""
    return file.row(BY_KEY["guardian"]) is not None or any(name.startswith("carer_") for name in facts)


def _person(file: File, kind: str, called: str) -> dict[str, str | None]:
    back = {name: field for field, name in PERSON.items()}
    return {f"{called}_{back.get(name, name)}": _plain(file, kind, name) for name in BY_KEY[kind].fields}


def _plain(file: File, key: str, name: str) -> str | None:
    column = BY_KEY[key].column(name)
    return plain_text(file.row(BY_KEY[key]), name, column if hasattr(column, "open") else None)
