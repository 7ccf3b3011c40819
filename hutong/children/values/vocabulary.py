"""The words of ledgers, read once from policy/national/ledger-*.csv, which an official can read and add to."""

import csv
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import hutong
from hutong.children.values.text import squeeze
from hutong.ground.sealed_words import SealedWords, sealed_words

FOLDER = Path(hutong.__file__).resolve().parents[1] / "policy" / "national"
FLAG = "is_"
_CHILD_WORD = re.compile("儿童|孤儿|未成年|子女|抚养")
_BRACKETS = re.compile(r"[(\[【{<《][^()\[\]【】{}<>《》]*[)\]】}>》]")
_SIGNS = re.compile(r"[()\[\]【】{}<>《》*:：、,，.。/\\?;；\"“”'_|-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the ledger: its Chinese label, how its cells are read, and how long a text may be."""

    field: str
    label: str
    kind: str
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Category:
    """A category of children; `until_age` ends it, `sealed` ones are never taken from a ledger."""

    key: str
    label: str
    until_age: int
    sealed: bool


@dataclass(slots=True)
class Words:
    """Everything that headers and cells are compared with."""

    columns: dict[str, Column] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # squeezed header → field
    bare: dict[str, str] = field(default_factory=dict)  # 联系电话 → phone, whoever it belongs to
    relative_fields: dict[str, list[str]] = field(default_factory=dict)  # person → fields
    keywords: list[tuple[str, str]] = field(default_factory=list)
    relative_keywords: list[tuple[str, str]] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)  # squeezed word → person
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # field → synonym → key
    labels: dict[tuple[str, str], str] = field(default_factory=dict)  # (field, key) → label
    categories: dict[str, Category] = field(default_factory=dict)  # key → category, in the file's order
    category_words: dict[str, str] = field(default_factory=dict)  # synonym → key
    school_ages: dict[str, tuple[int, int]] = field(default_factory=dict)  # stage → years between which it is usual
    sealed: SealedWords = field(default_factory=lambda: SealedWords(()))


@lru_cache(maxsize=1)
def words() -> Words:
    """All vocabularies; raises ValueError naming file and row when one is wrong."""
    found = Words()
    _add_categories(found)
    _add_people(found)
    _add_values(found)
    _add_columns(found)
    found.school_ages = {row["stage"]: (int(row["youngest"]), int(row["oldest"])) for row in _rows("school-ages")}
    found.sealed = sealed_words()
    return found


def label(name: str) -> str:
    """The Chinese name of a field; flags carry the category's label."""
    column = words().columns.get(name)
    if column:
        return column.label
    category = words().categories.get(name.removeprefix(FLAG))
    return category.label if category else name


def plain_label(text: str) -> str:
    """A header or label without blanks, brackets and signs: 村（社区） → 村社区."""
    return _SIGNS.sub("", squeeze(text))


def without_notes(text: str) -> str:
    """A header without what stands in brackets: 出生日期（必填） → 出生日期."""
    return plain_label(_BRACKETS.sub("", squeeze(text)))


def _rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / f"ledger-{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name} 第{number}行：栏数与表头不一致，请检查是否多写或少写了逗号。")
    return rows


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def _add_categories(found: Words) -> None:
    for row in _rows("categories"):
        category = Category(row["key"], row["label"], int(row["until_age"]), row["sealed"] == "是")
        found.categories[category.key] = category
        for word in [category.label, *_split(row["synonyms"])]:
            found.category_words[plain_label(word)] = category.key


def _add_people(found: Words) -> None:
    for row in _rows("people"):
        for word in _split(row["synonyms"]):
            for ending in ("", "情况", "信息", "基本情况", "基本信息"):
                found.people.setdefault(plain_label(word + ending), row["person"])


def _add_values(found: Words) -> None:
    for row in _rows("values"):
        found.labels.setdefault((row["field"], row["key"]), row["label"])
        synonyms = found.values.setdefault(row["field"], {})
        for word in [row["label"], *_split(row["synonyms"])]:
            synonyms.setdefault(squeeze(word), row["key"])


def _add_columns(found: Words) -> None:
    rows = _rows("columns")
    for row in rows:
        if row["people"]:
            _add_relative_column(found, row)
        else:
            _add_own_column(found, row)
    for word, key in found.category_words.items():
        found.columns.setdefault(FLAG + key, Column(FLAG + key, found.categories[key].label, "flag"))
        # 低保 or 残疾 alone may head a column about aid or health.
        whole = (word,) if _CHILD_WORD.search(word) else ()
        for text in (*whole, "是否" + word, "是否为" + word, "是否属于" + word):
            found.headers.setdefault(text, FLAG + key)


def _add_own_column(found: Words, row: dict[str, str]) -> None:
    name = row["field"]
    found.columns[name] = Column(name, row["label"], row["kind"], int(row["longest"] or 0))
    for word in [row["label"], *_split(row["synonyms"])]:
        found.headers[plain_label(word)] = name
    found.keywords += [(word, name) for word in _split(row["keywords"])]


def _add_relative_column(found: Words, row: dict[str, str]) -> None:
    synonyms = [row["label"], *_split(row["synonyms"])]
    found.relative_keywords += [(word, row["field"]) for word in _split(row["keywords"])]
    for word in synonyms:
        found.bare.setdefault(plain_label(word), row["field"])
    for person in _split(row["people"]):
        name = f"{person}_{row['field']}"
        called = [word for word, who in found.people.items() if who == person]
        title = next(r["label"] for r in _rows("people") if r["person"] == person)
        found.columns[name] = Column(name, title + row["label"], row["kind"], int(row["longest"] or 0))
        found.relative_fields.setdefault(person, []).append(name)
        for who in called:
            for word in synonyms:
                found.headers.setdefault(plain_label(who + word), name)
            if row["field"] == "name":
                found.headers.setdefault(who, name)
