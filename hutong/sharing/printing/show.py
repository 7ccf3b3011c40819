"""The data of a card and of a file. Who must not learn where the child lives gets only what stands in KEPT."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation
from hutong.accounts.shares import CATEGORIES, VISITS, WHERE
from hutong.children import read
from hutong.children.age import age
from hutong.children.groups import AID, AID_TITLE, BY_KEY, Group
from hutong.children.models import AddressProtection, Child, Relative
from hutong.children.models.choices import CategoryKey, Risk
from hutong.children.models.protection import Against, Basis
from hutong.children.parts import goes
from hutong.children.protecting.reading import Recipient, hidden_from, protections
from hutong.children.show import directors
from hutong.ground import clock
from hutong.ground.sealing import SealedTextField
from hutong.places import refs
from hutong.places.codes import Level
from hutong.sharing.printing.parts import parts
from hutong.sharing.printing.words import Row, aid_row, group_rows

# All that a paper for a person protected against may say. A field that is not named here is never on it.
KEPT = {
    "child": ("name", "sex", "birth_date", "ethnicity", "id_kind", "id_number"),
    "schooling": ("stage",),
    "health": ("health", "illness", "disability_kind", "disability_grade"),
    "hukou": ("hukou_nature",),
}
CARD = {
    "child": ("name", "sex", "birth_date", "ethnicity", "id_number", "phone", "address", "care_reason"),
    "carer": ("name", "relation", "phone", "able", "address"),
    "father": ("name", "phone", "whereabouts", "contact", "location"),
    "mother": ("name", "phone", "whereabouts", "contact", "location"),
    "schooling": ("stage", "school", "grade", "boarding"),
    "health": ("health", "illness", "disability_kind", "disability_grade"),
    "hukou": ("hukou_nature", "hukou_place"),
}
AID_SHORT = "救助"
# Left out when nobody stands there; the others say 未采集.
OPTIONAL = {"guardian", "contact"}


@dataclass(frozen=True)
class Options:
    """What is asked of a child's paper. parts: keys of groups and parts, for a whole file. share: under which it is printed."""

    recipient: Recipient = Recipient.OWN
    parts: tuple[str, ...] = ()
    full: bool = False
    share: str = ""


@dataclass(frozen=True)
class Look:
    """One child as one paper may show it."""

    grant: Grant
    file: read.File
    options: Options
    held: list[AddressProtection]

    @property
    def hidden(self) -> bool:
        return hidden_from(self.options.recipient, self.held)

    def rows(self, group: Group, wanted: tuple[str, ...]) -> list[Row]:
        own = group.model is Relative and self.options.recipient == group.key
        fields = wanted if own or not self.hidden else tuple(n for n in wanted if n in KEPT.get(group.key, ()))
        fields = tuple(name for name in fields if self._shared(group, name))
        return group_rows(self.file, group, fields, full=self.options.full and not self.hidden)

    def has(self, *parts: str) -> bool:
        """Whether the paper may show these parts: by a share only what was shared."""
        return not self.grant.child or self.grant.parts.issuperset(parts)

    @property
    def near(self) -> bool:
        """Whether the paper may say more than the county."""
        return not self.hidden and self.has(WHERE)

    def _shared(self, group: Group, name: str) -> bool:
        masked = isinstance(group.column(name), SealedTextField)
        return not self.grant.child or (self.has(group.key) and goes(name, masked, self.grant.parts))


def look(grant: Grant, child: Child, options: Options) -> Look:
    """Read the file of a child fetched in scope."""
    return Look(grant, read.file(grant, child), options, protections(grant, child))


def card(seen: Look) -> dict[str, Any]:
    """Data of sharing/papers/card.typ: one page."""
    groups = [_group(seen, BY_KEY[key], fields) for key, fields in CARD.items()]
    groups[0]["rows"] += _standing(seen)
    if seen.has(AID):
        groups.append({"title": AID_SHORT, "rows": [aid_row(seen.file)]})
    return _head(seen) | {"groups": [group for group in groups if group["rows"]]}


def whole(seen: Look) -> dict[str, Any]:
    """Data of sharing/papers/file.typ: the groups and parts asked for, in the order of the file."""
    wanted = set(seen.options.parts)
    groups = [_group(seen, g, g.fields) for key, g in BY_KEY.items() if key in wanted and _stands(seen, g)]
    if AID in wanted and seen.has(AID):
        groups.append({"title": AID_TITLE, "rows": [aid_row(seen.file)]})
    tables = [part for key, part in parts().items() if key in wanted and seen.has(key) and not seen.hidden]
    return _head(seen) | {
        "groups": [group for group in groups if group["rows"]],
        "standing": _standing(seen),
        "tables": [part.shown(seen.grant, seen.file.child) for part in tables],
    }


def choices() -> dict[str, str]:
    """What a whole file can hold, by key."""
    groups = {group.key: group.title for group in BY_KEY.values()} | {AID: AID_TITLE}
    return groups | {part.key: part.title for part in parts().values()}


def unit(seen: Look) -> str:
    """Whose officer prints: the place and the role; of a hidden address not more than the county."""
    grant = seen.grant
    place = refs.path(grant.places[0])
    if grant.child and grant.organisations:
        return plain(Organisation).get(pk=grant.organisations[0]).name
    name = (place[: Level.COUNTY] if seen.hidden else place)[-1].name
    return f"{name} {grant.role.label if grant.role else '系统'}"


def marks(held: list[AddressProtection]) -> str:
    """One sentence for screen and office copy: whose hands no paper and no word may reach."""
    return "；".join(
        f"对{Against(row.against).label}{row.against_name}保密（{Basis(row.basis).label}{_until(row.period.upper)}）"
        for row in held
    )


def _until(upper: date | None) -> str:
    return f"，至 {date.fromordinal(upper.toordinal() - 1)}" if upper else ""


def _head(seen: Look) -> dict[str, Any]:
    child = seen.file.child
    path = refs.path(child.place)
    place = "".join(ref.name for ref in (path if seen.near else path[: Level.COUNTY])[1:])
    return {
        "subtitle": [f"编号：{child.number}", place],
        "mark": "" if seen.hidden or not seen.held else f"地址保密：{marks(seen.held)}",
        "note": seen.options.share + ("本件按规定只载明可以提供的内容。" if seen.hidden else ""),
        "as_of": f"建档 {child.registered_on}，最近核实 {child.confirmed_on}",
    }


def _group(seen: Look, group: Group, fields: tuple[str, ...]) -> dict[str, Any]:
    return {"title": group.title, "rows": seen.rows(group, fields)}


def _stands(seen: Look, group: Group) -> bool:
    return group.key not in OPTIONAL or seen.file.row(group) is not None


def _standing(seen: Look) -> list[Row]:
    """Categories and risk, and whom to call; a hidden address hides who is near to it."""
    child, today = seen.file.child, clock.today()
    held = "、".join(CategoryKey(row.key).label for row in seen.file.categories) or "无"
    rows: list[Row] = [("年龄", f"{age(child.birth_date, today)} 岁", False)]
    if seen.has(CATEGORIES):
        rows.append(("类别", held, True))
    if seen.hidden or not seen.has(VISITS, WHERE):
        return rows
    risk = Risk(child.risk).label if child.risk else "未评定"
    near = "、".join(f"{one['name']} {one['phone']}" for one in directors(child.place)) or "暂缺"
    return [*rows, ("风险等级", risk, False), ("儿童主任", near, True)]


def file_name(title: str, child: Child, key: uuid.UUID) -> str:
    """Of the PDF: the child's number, not its name, for it stays in the computer's download folder."""
    return f"{title}-{child.number}-{str(key)[-4:]}.pdf"
