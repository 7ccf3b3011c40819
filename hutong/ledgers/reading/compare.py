"""Comparing the rows of a ledger with each other and with the register."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from hutong.children.names import bare
from hutong.children.values.names import read_name
from hutong.children.values.text import clean
from hutong.ledgers.reading.drafts import problem
from hutong.ledgers.reading.results import Change, CheckedRow, Closed, LedgerChild, PersonKey, Register, Registered

SETS = frozenset({"categories", "aid"})
_NOT_COMPARED = frozenset({"id_kind", "papers_number"})
Columns = Mapping[str, dict[str, int]]  # table → field → column


def _key(child: LedgerChild) -> PersonKey:
    return bare(child.name), child.birth_date, child.place_code


class Comparison:
    """Works out duplicates inside the file, then new, changed, unchanged and refused against the register."""

    def __init__(self, rows: list[CheckedRow], columns: Columns) -> None:
        self._rows = rows
        self._columns = columns

    def within_file(self) -> None:
        """The second row of a child becomes a duplicate; a number on two names is refused the second time."""
        by_number: dict[str, CheckedRow] = {}
        by_person: dict[PersonKey, list[CheckedRow]] = {}
        for row, child in self._standing():
            first = by_number.setdefault(child.id_number, row) if child.id_number else row
            if first is row:
                by_person.setdefault(_key(child), []).append(row)
            elif first.child and bare(first.child.name) == bare(child.name):
                self._duplicate(row, first)
            else:
                self._refuse(row, "id_number", "id_conflict")
        for same in by_person.values():
            if len(same) > 1:
                self._without_number(same)

    def with_register(self, register: Register, by_number: Mapping[str, Registered]) -> None:
        """by_number: what `register` knows of the ledger's numbers. One question by person; then every row's outcome."""
        rows = list(self._standing())
        rest = [(row, child, _key(child)) for row, child in rows if child.id_number not in by_number]
        gone = [(row, row.left.child, _key(row.left.child)) for row in self._rows if row.left and row.left.child]
        asked = {key: None for _, _, key in chain(rest, gone)}
        by_person = register.find_by_person(list(asked)) if asked else {}
        for row, child, key in gone:
            self._gone(row, by_number.get(child.id_number or ""), by_person.get(key, ()))
        for row, child in rows:
            if child.id_number and child.id_number in by_number:
                self._same_number(row, child, by_number[child.id_number])
        claims = Counter(key for _, _, key in rest)
        for row, child, key in rest:
            if known := by_person.get(key):
                self._same_person(row, child, known, claims[key])

    def _standing(self) -> Iterable[tuple[CheckedRow, LedgerChild]]:
        return ((row, row.child) for row in self._rows if row.child and row.outcome == "new")

    def _without_number(self, same: list[CheckedRow]) -> None:
        """Rows of one name, birth date and village: those without number repeat the only numbered one, or the first."""
        numbered = [row for row in same if row.child and row.child.id_number]
        bare = [row for row in same if row not in numbered]
        if len(numbered) == 1:
            for row in bare:
                self._duplicate(
                    row,
                    numbered[0],
                    "duplicate_in_file" if row.row > numbered[0].row else "duplicate_of_numbered",
                )
        elif not numbered:
            for row in bare[1:]:
                self._duplicate(row, bare[0])

    def _duplicate(self, row: CheckedRow, first: CheckedRow, kind: str = "duplicate_in_file") -> None:
        where = f"第{first.row}行" if first.sheet == row.sheet else f"工作表“{first.sheet}”第{first.row}行"
        row.outcome = "duplicate"
        name = "id_number" if row.child and row.child.id_number else "name"
        row.problems.append(problem(name, kind, where, self._columns[row.key]))

    def _refuse(self, row: CheckedRow, name: str, kind: str) -> None:
        row.outcome, row.child = "refused", None
        row.problems.append(problem(name, kind, "", self._columns[row.key]))

    def _same_number(self, row: CheckedRow, child: LedgerChild, known: Registered) -> None:
        if bare(known.name) != bare(child.name):
            self._refuse(row, "id_number", "id_conflict")
        else:
            self._belongs(row, child, known)

    def _same_person(self, row: CheckedRow, child: LedgerChild, known: Sequence[Registered], claims: int) -> None:
        known = [one for one in known if not one.closed] or known
        if child.id_number:
            # Two different numbers are two children, whatever else is the same.
            known = [one for one in known if not one.values.get("id_number")]
            if len(known) == 1 and claims == 1:
                self._belongs(row, child, known[0])
        elif len(known) == 1:
            self._belongs(row, child, known[0])
        elif known:
            self._refuse(row, "name", "person_ambiguous")

    def _belongs(self, row: CheckedRow, child: LedgerChild, known: Registered) -> None:
        row.child_id = known.child_id
        if known.closed:
            self._closed(row, known.closed)
            return
        row.changes = changes(child, known)
        row.outcome = "changed" if row.changes else "unchanged"
        if known.place_code is not None and known.place_code != child.place_code:
            row.problems.append(problem("village", "place_differs", "", self._columns[row.key]))

    def _gone(self, row: CheckedRow, numbered: Registered | None, people: Sequence[Registered]) -> None:
        """Of a child who left, as the ledger says: which file that is, so that a person can close it. Nothing is written."""
        known = [numbered] if numbered else list(people)
        if len(known) == 1:
            row.child_id = known[0].child_id

    def _closed(self, row: CheckedRow, closed: Closed) -> None:
        """A closed file is not written to; whether it is opened again is for a person to say. The dead do not come back."""
        kind = "exited_dead" if closed.dead else "exited"
        row.outcome, row.child = ("refused", None) if closed.dead else ("unchanged", row.child)
        detail = f"{closed.on.isoformat()}以“{closed.reason}”退出"
        row.problems.append(problem("name", kind, detail, self._columns[row.key]))


def changes(child: LedgerChild, known: Registered) -> list[Change]:
    """What an import would change, field by field. A blank cell changes nothing; categories and aid are only added."""
    found: list[Change] = []
    for name, new in child.values().items():
        old = known.values.get(name) or None
        if name in _NOT_COMPARED or new == old or (old and _is_same(name, old, new)):
            continue  # the register may hold a text as typed, full-width signs and all: its own ledger changes nothing
        if name in SETS and old:
            held, added = (
                old.split(","),
                [key for key in new.split(",") if key not in old.split(",") and key != "none"],
            )
            if added:
                found.append(Change(name, old, ",".join([key for key in held if key != "none"] + added)))
        else:
            found.append(Change(name, old, new))
    return found


def _is_same(name: str, old: str, new: str) -> bool:
    return new in (clean(old), read_name(old)) or (name == "name" and bare(old) == bare(new))
