"""The file's layout, which is data (policy/*/exchange/*.toml), and the values of a child or a post in it."""

import json
import zlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hutong.accounts import phones
from hutong.accounts.grants import Grant
from hutong.accounts.models import Post
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.children.values.vocabulary import label, words
from hutong.ground.sealing import open_bytes, seal_bytes, token
from hutong.places.codes import Level, at_level
from hutong.returns.out import rosters, values
from hutong.returns.out.layout import Layout, layouts

# Said of the row, not of the child: no change of these is a change to report.
OF_ROW = frozenset({"row", "what", "happened", "changed", "reason", "serial", "age_now"})
Values = dict[str, Any]


@cache
def of(kind: str) -> Layout:
    """The layout for children (`child`) or posts (`staff`)."""
    return next(layout for layout in layouts("exchange").values() if layout.kind == kind)


@cache
def fields(kind: str) -> tuple[str, ...]:
    """What is said of a child or a post."""
    return tuple(field for field in of(kind).fields if field not in OF_ROW)


def children(grant: Grant, found: list[Child], on: date) -> dict[Any, Values]:
    """The values of some children, by id."""
    told = rosters.rows(grant, found, fields("child"), on)
    return {child.pk: _in_order(row) for child, row in zip(found, told, strict=True)}


def posts(found: list[Post]) -> dict[Any, Values]:
    """The values of some posts, each with its person loaded, by id."""
    names = rosters.place_names(post.place for post in found)
    return {post.pk: _post(post, names) for post in found}


def digest(known: Values) -> bytes:
    """Equal for equal values; keyed."""
    return token(json.dumps(known, ensure_ascii=False, sort_keys=True, default=str))


def sealed(known: Values, exchange: Any, position: int) -> bytes:
    """A row's data as kept."""
    return seal_bytes(zlib.compress(json.dumps(known, ensure_ascii=False).encode(), 1), _bound(exchange, position))


def unsealed(data: bytes, exchange: Any, position: int) -> Values:
    """A row's data."""
    return json.loads(zlib.decompress(open_bytes(data, _bound(exchange, position))))


def changed(kind: str, old: Values, new: Values) -> list[str]:
    """The names of what differs, as the columns are headed."""
    return [heading(kind, field) for field in fields(kind) if (old.get(field) or "") != (new.get(field) or "")]


def heading(kind: str, field: str) -> str:
    """A field as the template names it."""
    layout = of(kind)
    if field in layout.fields:
        return "".join(layout.columns[layout.fields.index(field)].header)
    return label(field) if field in words().columns else field


def masked(known: Mapping[str, Any]) -> Values:
    """For the screen: numbers masked."""
    return {field: values.masked(field, text) for field, text in known.items()}


def _in_order(row: Values) -> Values:
    """The order in which categories were decided is no value, and no change."""
    listed = {field: "、".join(sorted(row[field].split("、"))) for field in ("categories", "aid") if row.get(field)}
    return row | listed


def _post(post: Post, names: Mapping[int, str]) -> Values:
    person = post.person
    told = {
        "staff_number": person.staff_number,
        "name": person.name,
        "role": Role(post.role).label,
        "phone": phones.of(person),
        "county": names.get(at_level(post.place, Level.COUNTY), ""),
        "township": names.get(at_level(post.place, Level.TOWNSHIP), ""),
        "unit": names.get(post.place, ""),
        "since": post.since.isoformat(),
    }
    return {field: told[field] for field in fields("staff")}


def _bound(exchange: Any, position: int) -> str:
    return f"returns_exchangerow.{exchange}.{position}"
