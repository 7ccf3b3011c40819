"""What the ledger's check asks of the register, answered in a few queries whatever the ledger's length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hutong.accounts.grants import Grant
from hutong.children import identity, read
from hutong.children.models import Child
from hutong.ground import query
from hutong.ledgers.intake.mapping import values
from hutong.ledgers.reading.results import PersonKey, Registered

PERSONS = """
SELECT c.id FROM unnest(%s::text[], %s::date[], %s::bigint[]) k (name, birth, place)
JOIN children_child c ON c.place = k.place AND c.birth_date = k.birth AND c.name = k.name
"""


class DatabaseRegister:
    """The children already registered, as a grant may know them; `files` keeps those that were found, by id."""

    def __init__(self, grant: Grant, on: date) -> None:
        self.grant, self._on = grant, on
        self.files: dict[str, read.File] = {}

    def find(self, id_numbers: Sequence[str]) -> Mapping[str, Registered]:
        """By ID number, in scope."""
        found = identity.find(self.grant, id_numbers)
        known = self._known(one.child for one in found.values())
        return {number: known[str(one.child)] for number, one in found.items() if str(one.child) in known}

    def find_by_person(self, keys: Sequence[PersonKey]) -> Mapping[PersonKey, Sequence[Registered]]:
        """By name, birth date and village, in scope."""
        columns = [list(column) for column in zip(*keys, strict=True)]
        ids = [child for [child] in query.rows(PERSONS, columns)]
        people: dict[PersonKey, list[Registered]] = defaultdict(list)
        for child_id, known in self._known(ids).items():
            child = self.files[child_id].child
            people[child.name, child.birth_date, child.place].append(known)
        return people

    def _known(self, ids: Iterable[object]) -> dict[str, Registered]:
        children = Child.objects.within(self.grant).filter(pk__in=list(ids))
        files = read.files(self.grant, children, self._on)
        self.files |= {str(key): file for key, file in files.items()}
        return {
            str(key): Registered(str(key), file.child.name, values(file), file.child.place)
            for key, file in files.items()
        }
