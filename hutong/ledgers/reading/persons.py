"""Who stands in the cell of a relative's name: one name as a rule, and sometimes several people with relation and telephone."""

import re
from typing import NamedTuple

from hutong.children.values.id_number import read_id_number
from hutong.children.values.names import DOUBLE, noted_name
from hutong.children.values.phones import IN_TEXT, read_phone
from hutong.children.values.vocabulary import Words

_RUN = re.compile(rf"(?:{IN_TEXT.pattern})(?:转\d{{1,6}})?|[0-9]{{15,17}}[0-9Xx](?![0-9])|\+?[0-9][0-9.\-]*")
_LISTED = re.compile(r"(?:^|(?<=[\s、,;/|]))[(]?[0-9]{1,2}[.、)](?!\d)|[①-⑳]")
_AGE = re.compile(r"\(?\d{1,3}周?岁\)?")
_LABEL = re.compile(
    "(?:委托|实际|法定)?(?:监护人|照护人|照料人|联系人)?(?:姓名|与儿童关系|与孩子关系|关系|联系电话|电话|手机号?|联系方式)[:]|(?:委托|实际|法定)?(?:监护人|照护人|照料人|联系人)[:]"
)
_SPACED = re.compile(rf"({'|'.join(sorted(DOUBLE))}) +(?=[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]))")
_INSIDE = re.compile(r"\(([^()]*)\)")
_BETWEEN = re.compile(
    r"[|、,;/&+]+|(?<=[\u4e00-\u9fff)]{2}) +(?=[(\u4e00-\u9fff]{2}|[\u4e00-\u9fff]:)|(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})"
)
_NOTE = re.compile(r"\(([^()]*)\)")
_SIGNS = " :()-—_."
# A relation that names an office or is none of the known ones stays a name.
_NO_KIN = frozenset({"institution", "other", "neighbour"})


class Person(NamedTuple):
    """One person of the cell: a name, and the word by which they are related, as written."""

    name: str | None
    relation: str = ""
    note: str = ""

    def told(self) -> str:
        """As a note has it: 李桂兰（祖母）."""
        around = "、".join(filter(None, (self.relation, self.note)))
        return f"{self.name or ''}（{around}）" if around and self.name else self.name or around


class People(NamedTuple):
    """All that such a cell says; `broken`: digits in it that are neither a telephone nor an ID number."""

    people: tuple[Person, ...]
    phones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    broken: bool = False


def read_people(text: str, words: Words) -> People:
    """The people, telephones and ID numbers of a clean text: 祖父:王振山 13812345678 祖母:李桂兰 13912345678."""
    phones: list[str] = []
    numbers: list[str] = []
    broken = False
    text = _LABEL.sub(" ", _AGE.sub(" ", _LISTED.sub("|", text)))
    for run in (match[0] for match in _RUN.finditer(text)):
        phone, valid = read_phone(run)
        paper = read_id_number(run)
        if paper.number:
            numbers.append(paper.number)
        elif valid and phone and len(phone) >= 7:
            phones.append(phone)
        else:
            broken = True
    bare = _SPACED.sub(r"\1", _RUN.sub("|", text))
    bare = _INSIDE.sub(lambda inside: f"({_BETWEEN.sub(' ', inside[1]).strip()})", bare)
    people = _paired([person for part in _BETWEEN.split(bare) if (person := _person(part, words))])
    return People(tuple(people), tuple(dict.fromkeys(phones)), tuple(numbers), broken)


def _person(part: str, words: Words) -> Person | None:
    notes = [note.strip(_SIGNS) for note in _NOTE.findall(part)]
    rest = re.sub(
        r"(?:电话|手机号?|联系方式|联系电话|身份证号?码?)[: ]*$", "", _NOTE.sub(" ", part).strip(_SIGNS)
    ).strip(_SIGNS)
    kin = [note for note in notes if _is_kin(note, words)]
    relation = kin[0] if kin else ""
    note = "、".join(one for one in notes if one and one != relation)
    if not relation:
        relation, rest = _related(rest, words)
    name = noted_name(rest.removesuffix("等") if len(rest) > 2 else rest)
    found = Person(name.name, relation, "、".join(filter(None, (name.note, note))))
    return found if found.told() else None


def _related(text: str, words: Words) -> tuple[str, str]:
    """A relation in front of a name or behind it: 祖父:王振山, 奶奶李桂兰, 王振山 祖父."""
    for sign in (":", " ", "-"):
        before, found, after = text.partition(sign)
        if found and _is_kin(before, words):
            return before, after.strip(_SIGNS)
        if found and _is_kin(after, words):
            return after, before
    if _is_kin(text, words):
        return text, ""
    for length in (3, 2):
        if len(text) - length >= 2 and _is_kin(text[:length], words):
            return text[:length], text[length:]
    return "", text


def _is_kin(text: str, words: Words) -> bool:
    key = words.values["relation"].get(text.replace(" ", ""))
    return bool(key) and key not in _NO_KIN


def _paired(people: list[Person]) -> list[Person]:
    """A relation that stood alone belongs to the name before it, or else to the one that follows."""
    found: list[Person] = []
    for person in people:
        if found and person.name is None and not found[-1].relation and found[-1].name:
            found[-1] = found[-1]._replace(relation=person.relation)
        elif found and found[-1].name is None and not person.relation:
            found[-1] = person._replace(relation=found[-1].relation)
        else:
            found.append(person)
    return found
