"""Years of children as finished rows of every table, numbered in the journal's streams, in the form that COPY reads."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from django.db.models import Model

from hutong.accounts.models import new_id
from hutong.care.models import Visit
from hutong.children import bulk, names
from hutong.children.actions.register import category_rows, child_row, fact_row
from hutong.children.models import AidReceived, Category, Child, Relative, Schooling, SealedFact, Token
from hutong.demo import sealed
from hutong.demo.draws import weighted
from hutong.demo.months import office_hour
from hutong.demo.simulated.offices import Seat
from hutong.demo.simulated.plan import Home
from hutong.demo.simulated.year import Round, Written, Year
from hutong.duties.models import Duty
from hutong.duties.registry import rule
from hutong.ground.sealing import link, token
from hutong.journal.models import Entry

MODELS: tuple[type[Model], ...] = (
    Child, Relative, Category, Schooling, AidReceived, Token, SealedFact, Visit, Duty, Entry,
)  # fmt: skip
IDENTITY = "children_identity"
IDENTITY_COLUMNS = ("token", "key_id", "child_id")
# Of the children in whose families such things are found, so many have a sealed fact.
CONCERNED, SEALED = {"de_facto_unsupported", "poor_guardianship"}, 0.045
Rows = dict[type[Model], list[dict[str, Any]]]


class CountyRows:
    """Collects the rows of one county. numbers: first number of a file. seqs: how far each stream has come."""

    def __init__(self, rng: Random, code: int, stream: int, seqs: dict[tuple[int, bool], int], keeper: Seat) -> None:
        self._rng, self._code, self._stream, self._seqs, self._keeper = rng, code, stream, seqs, keeper
        self._ledgers: dict[date, uuid.UUID] = defaultdict(new_id)
        self._rows: Rows = defaultdict(list)
        self._identity: list[str] = []

    def village(self, home: Home, years: list[Year], first: int, bureau: Seat) -> None:
        """Add the children of a village; first: the number of its first child's file."""
        entries: list[tuple[Written, uuid.UUID]] = []
        for number, year in enumerate(years, first):
            created = self._file(year, f"HT{number:010d}")
            at = office_hour(Random(f"{self._code}-{year.registered}"), year.registered)
            op = self._ledgers[year.registered]
            key = year.child.id
            entries.append((Written(at, bureau, op, "children.register", key, {"created": created}), key))
            entries += [(entry, key) for entry in year.entries]
            self._rows[Visit] += year.visits
            self._rows[Duty] += [_duty(year, one) for one in year.rounds]
            self._seal(year)
        entries.sort(key=lambda pair: pair[0].at)
        for entry, child in entries:
            self._journal(entry, child, home.village.code, home.stream, sealed=False)

    def take(self) -> Iterator[tuple[str, tuple[str, ...], bytes]]:
        """What was collected, table by table: (table, columns, text for COPY); the collection is empty afterwards."""
        for model in MODELS:
            if rows := self._rows.pop(model, None):
                block = bulk.whole(model, rows)
                yield model._meta.db_table, tuple(field.column for field in block.fields), block.text.encode()
        if self._identity:
            yield IDENTITY, IDENTITY_COLUMNS, "".join(self._identity).encode()
            self._identity = []

    def _file(self, year: Year, number: str) -> dict[str, list[str]]:
        """The file's rows; gives their ids by table."""
        child, on = year.child, year.registered
        file, key = child.file, child.id
        made: Rows = {
            Child: [child_row(file, key, on) | {"number": number} | year.columns],
            Relative: [fact_row(Relative, file, key, on, values) for values in file.relatives],
            Category: list(category_rows(file, key, on)),
            Schooling: [fact_row(Schooling, file, key, on, file.schooling)] if file.schooling else [],
            AidReceived: [fact_row(AidReceived, file, key, on, {"kind": kind}) for kind in file.aids],
        }
        for model, rows in made.items():
            self._rows[model] += rows
        name = file.child["name"]
        self._rows[Token] += [{"child_id": key, "place": file.place, "token": one} for one in names.tokens(name)]
        if known := file.child.get("id_number"):
            self._identity.append(f"\\\\x{token(known).hex()}\t1\t{key}\n")
        return {model._meta.db_table: [str(row["id"]) for row in rows] for model, rows in made.items() if rows}

    def _seal(self, year: Year) -> None:
        if not year.child.categories & CONCERNED or self._rng.random() > SEALED:
            return
        key, kind = new_id(), weighted(self._rng, sealed.KINDS)
        told = {"kind": kind.value, "detail": sealed.DETAILS[kind], "since": year.registered.isoformat()}
        secrets = bulk.sealed(SealedFact, key, told)
        row = {"id": key, "child": year.child.id, "place": year.child.village.code}
        self._rows[SealedFact].append(row | secrets)
        at = office_hour(self._rng, year.registered)
        made = {"created": {SealedFact._meta.db_table: [str(key)]}}
        entry = Written(at, self._keeper, new_id(), "children.seal_fact", key, made)
        self._journal(entry, link(year.child.id), self._code, self._stream, sealed=True)

    def _journal(self, entry: Written, child: uuid.UUID, place: int, stream: int, sealed: bool) -> None:
        seq = self._seqs[stream, sealed] = self._seqs.get((stream, sealed), 0) + 1
        self._rows[Entry].append(
            {
                "stream_id": stream,
                "sealed": sealed,
                "seq": seq,
                "at": entry.at,
                "person": entry.by.id,
                "post": entry.by.post,
                "op": entry.op,
                "action": entry.action,
                "record": entry.record,
                "child": child,
                "place": place,
                "changes": entry.changes,
            }
        )


def _duty(year: Year, one: Round) -> dict[str, Any]:
    known = rule(one.rule)
    return {
        "rule": one.rule,
        "clause": known.clause,
        "owner": known.owner.value if known.owner else "",
        "level": int(known.level),
        "closed": False,
        "subject": year.child.id,
        "basis": one.basis,
        "child": year.child.id,
        "place": year.child.village.code,
        "owed_since": one.since,
        "due": one.due,
        "policy": one.policy,
        "ending": one.ending,
        "ended_on": one.ended_on,
        "discharged_by": one.by,
    }
