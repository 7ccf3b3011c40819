"""What the ledger's check asks of the register, answered in a few queries whatever the ledger's length."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from hutong.accounts.grants import Grant
from hutong.children import identity, read
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason
from hutong.children.names import bare
from hutong.ground import query
from hutong.ledgers.intake.mapping import values
from hutong.ledgers.reading.results import Closed, PersonKey, Registered

# By village and birthday: few in a village share one. How names are compared is said in one place, and that is no SQL.
PERSONS = """
SELECT DISTINCT c.id, c.name, c.birth_date, c.place FROM unnest(%s::date[], %s::bigint[]) k (birth, place)
JOIN children_child c ON c.place = k.place AND c.birth_date = k.birth
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
        wanted = set(keys)
        days = {(birth, place) for _, birth, place in wanted}
        columns = [list(column) for column in zip(*days, strict=True)]
        found = query.rows(PERSONS, columns)
        ids = [child for child, name, birth, place in found if (bare(name), birth, place) in wanted]
        people: dict[PersonKey, list[Registered]] = defaultdict(list)
        for child_id, known in self._known(ids).items():
            child = self.files[child_id].child
            people[bare(child.name), child.birth_date, child.place].append(known)
        return people

    def _known(self, ids: Iterable[object]) -> dict[str, Registered]:
        children = Child.objects.within(self.grant).filter(pk__in=list(ids))
        files = read.files(self.grant, children, self._on)
        self.files |= {str(key): file for key, file in files.items()}
        return {
            str(key): Registered(str(key), file.child.name, values(file), file.child.place, _closed(file.child))
            for key, file in files.items()
        }


def _closed(child: Child) -> Closed | None:
    if child.active or child.exited_on is None:
        return None
    return Closed(child.exited_on, str(ExitReason(child.exit_reason).label), child.exit_reason == ExitReason.DEATH)
