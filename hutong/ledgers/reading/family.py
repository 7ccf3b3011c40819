"""Relatives who stand one below the other: the further lines of a child, and the columns 家庭成员 | 与儿童关系 | 联系电话."""

from collections.abc import Iterable, Mapping

from hutong.children.values.vocabulary import Words

MEMBER = "member_"
_PARENTS = ("father", "mother")
_SEALED = ("id_number", "phone")


class Family:
    """The facts of a row, to which further lines are added. `notes`: what found no field of its own."""

    def __init__(self, facts: dict[str, str], words: Words) -> None:
        self.facts, self._words = facts, words
        self.notes: list[str] = []
        self.crowded = False

    def settle(self) -> None:
        """Give the facts of a 家庭成员 to the father, the mother, or the notes."""
        member = {name: self.facts.pop(name) for name in list(self.facts) if name.startswith(MEMBER)}
        if member:
            self._place_member({name.removeprefix(MEMBER): value for name, value in member.items()})

    def add(self, line: Mapping[str, str]) -> None:
        """Take in another line of the child."""
        member = {name.removeprefix(MEMBER): value for name, value in line.items() if name.startswith(MEMBER)}
        if member:
            self._place_member(member)
        for person, fields in self._words.relative_fields.items():
            told = {name: line[name] for name in fields if name in line and not name.startswith(MEMBER)}
            if told:
                self._place_person(person, told)
        people = {name for fields in self._words.relative_fields.values() for name in fields}
        for name, value in line.items():
            if name not in people:
                self._place(name, value)

    def _place_member(self, member: dict[str, str]) -> None:
        relation = member.pop("relation", "")
        if relation in _PARENTS and f"{relation}_name" not in self.facts:
            for name, value in member.items():
                if f"{relation}_{name}" in self._words.columns:
                    self.facts.setdefault(f"{relation}_{name}", value)
            return
        self._note("家庭成员", relation, member)

    def _place_person(self, person: str, told: dict[str, str]) -> None:
        held = self.facts.get(f"{person}_name")
        name = told.get(f"{person}_name")
        if held is None or name in (None, held):
            for field, value in told.items():
                self._place(field, value)
            return
        bare = {field.removeprefix(f"{person}_"): value for field, value in told.items()}
        title = self._words.columns[f"{person}_name"].label.removesuffix("姓名")
        if number := bare.pop("phone", None):
            self._place(f"{person}_phone", number)
        self._note(f"另有{title}", bare.pop("relation", ""), bare)

    def _place(self, name: str, value: str) -> None:
        held = self.facts.get(name)
        if held is None:
            self.facts[name] = value
        elif value == held or value in held.split("、"):
            return
        elif name.endswith("phone"):
            self.facts[name] = f"{held}、{value}"[: self._words.columns[name].longest or None]
        else:
            self.crowded = True
            if not name.endswith(_SEALED):
                self.notes.append(f"{self._words.columns[name].label}：{self._shown(name, value)}")

    def _note(self, title: str, relation: str, told: dict[str, str]) -> None:
        self.crowded = True
        called = self._words.labels.get(("relation", relation), relation)
        name = told.pop("name", "")
        if number := told.pop("phone", None):
            self._place("phone", number)
        rest = [f"{value}" for field, value in told.items() if field not in _SEALED]
        self.notes.append("，".join([f"{title}：{name}" + (f"（{called}）" if called else ""), *rest]))

    def _shown(self, name: str, value: str) -> str:
        base = name if name in self._words.values else name.rpartition("_")[2]
        return self._words.labels.get((base, value), value)


def read_lines(lines: Iterable[Mapping[str, str]], facts: dict[str, str], words: Words) -> Family:
    """The facts with every further line taken in."""
    family = Family(facts, words)
    family.settle()
    for line in lines:
        family.add(line)
    return family
