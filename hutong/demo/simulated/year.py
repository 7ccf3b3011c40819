"""One child's year: registered, visited, looked through again, perhaps gone; and what was owed and became of it.

Rounds are those that duties/engine.py would have left, had it run every night (ADR 1).
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hutong.accounts.models import new_id
from hutong.children.actions.register import category_end
from hutong.children.age import age
from hutong.children.models.choices import CategoryKey, ExitReason
from hutong.demo import errands, leavings, visits
from hutong.demo.child import Invented
from hutong.demo.draws import weighted
from hutong.demo.enrolment import comes_of_age, day_of
from hutong.demo.errands import AHEAD, BY_SUPERVISOR, Errand
from hutong.demo.months import Month, office_hour
from hutong.demo.simulated.deadlines import Deadlines
from hutong.demo.simulated.offices import Seat, Seats

Row = dict[str, Any]
# One left-behind child in so many leaves within a year for a reason other than age.
LEAVES = 0.018


@dataclass
class Round:
    """One round of a duty; ended: how, on which day, by which record."""

    rule: str
    basis: uuid.UUID
    since: date
    due: date
    policy: int
    ending: str = ""
    ended_on: date | None = None
    by: uuid.UUID | None = None


@dataclass(frozen=True)
class Written:
    """What one action wrote about one record: an entry of the journal without its number."""

    at: datetime
    by: Seat
    op: uuid.UUID
    action: str
    record: uuid.UUID
    changes: Row


@dataclass(frozen=True)
class World:
    """What all years of one county are made with."""

    months: list[Month]
    deadlines: Deadlines
    seats: Seats

    @property
    def start(self) -> date:
        return self.months[0].first

    @property
    def end(self) -> date:
        return self.months[-1].last


@dataclass
class Year:
    """A child's year as it is written down. columns: what it changed in the child's own row."""

    child: Invented
    world: World
    rng: Random
    registered: date
    columns: Row = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    entries: list[Written] = field(default_factory=list)
    open: dict[str, Round] = field(default_factory=dict)

    def live(self) -> "Year":
        """Month by month until the child leaves or the year is over."""
        self.columns |= {"rev": 1, "risk": "", "confirmed_on": self.registered, "confirmation": new_id()}
        leaving = self._leaving()
        last = leaving[1] if leaving else self.world.end
        self._owe_file(self.registered, self.child.id if self.child.lacks else self.columns["confirmation"])
        self._owe_visit(self.registered, self.child.id, "first", None)
        for month in self.world.months:
            if self.registered <= month.last and month.first <= last:
                self._work(month, last)
        if leaving:
            self._leave(*leaving)
        self.rounds += self.open.values()
        return self

    def keys(self, on: date) -> list[str]:
        """The categories that hold on a day."""
        return [
            row["key"]
            for row in self.child.file.categories
            if (until := category_end(row["key"], self.child.birth)) is None or on < until
        ]

    def _work(self, month: Month, last: date) -> None:
        village = self.child.village
        director = self.world.seats.director(village.code, month.last)
        by = director or self.world.seats.supervisors.get(village.township_code)
        if "visit" in self.open and not self.keys(month.last + timedelta(1)):
            self._lapse("visit", max(self._outgrown(), self.registered))
        for rule, do in (("visit", self._visit), ("file", self._look_through)):
            due = self.open.get(rule)
            if by and due and due.due <= month.last + timedelta(AHEAD):
                sure = village.diligence if director else BY_SUPERVISOR
                on = errands.drawn(self.rng, due.since, due.due, month, sure)
                if on and on <= last:
                    do(on, by)

    def _outgrown(self) -> date:
        ends = (category_end(row["key"], self.child.birth) for row in self.child.file.categories)
        return max(filter(None, ends))

    def _owe_visit(self, since: date, basis: uuid.UUID, situation: str, promised: date | None) -> None:
        # An open round counts by the categories of today, a closed one by those of its own day.
        keys = self.keys(self.world.end + timedelta(1)) or self.keys(since)
        if keys:
            self._owe("visit", since, basis, keys, situation, promised)

    def _owe_file(self, since: date, basis: uuid.UUID) -> None:
        self._owe("file", since, basis, (), "missing" if basis == self.child.id else "built", None)

    def _owe(self, rule: str, since: date, basis: uuid.UUID, keys: Any, situation: str, promised: date | None) -> None:
        allowed = self.world.deadlines.of(rule, keys, situation, since)
        due = allowed.due(since)
        due = min(due, promised) if promised else due
        self.open[rule] = Round(rule, basis, since, due, allowed.policy)

    def _close(self, rule: str, ending: str, on: date, by: uuid.UUID | None) -> None:
        closed = self.open.pop(rule)
        closed.ending, closed.ended_on, closed.by = ending, on, by
        self.rounds.append(closed)

    def _lapse(self, rule: str, on: date) -> None:
        self._close(rule, "lapsed", on, None)

    def _visit(self, on: date, by: Seat) -> None:
        at = office_hour(self.rng, on)
        row: Row = visits.row(self.rng, Errand(self.child, "visit", on, by), self.columns["risk"])
        row["recorded_at"] = at
        self.visits.append(row)
        op = new_id()
        self.entries.append(
            Written(at, by, op, "care.record_visit", row["id"], {"created": {"care_visit": [str(row["id"])]}})
        )
        if row["risk"] != self.columns["risk"]:
            self._change(at, by, op, "care.record_visit", {"risk": row["risk"]})
        self._close("visit", "done", on, row["id"])
        self._owe_visit(on, row["id"], row["risk"] or "none", row["next_on"])

    def _look_through(self, on: date, by: Seat) -> None:
        at, op = office_hour(self.rng, on), new_id()
        action = "children.update" if self.child.lacks else "children.confirm"
        confirmed: Row = {"confirmed_on": on, "confirmation": new_id()}
        if self.child.lacks == "household":
            confirmed["income_source"] = "migrant"
        if self.child.lacks == "schooling":
            self.child.file.schooling = self.child.schooling
        self.child.lacks = ""
        self._change(at, by, op, action, confirmed)
        self._close("file", "done", on, confirmed["confirmation"])
        self._owe_file(on, confirmed["confirmation"])

    def _change(self, at: datetime, by: Seat, op: uuid.UUID, action: str, values: Row) -> None:
        """The child's own row changes, by one action."""
        told = {name: [_text(self.columns.get(name, "")), _text(value)] for name, value in values.items()}
        key = self.child.id
        self.columns |= values | {"rev": self.columns["rev"] + 1}
        self.entries.append(Written(at, by, op, action, key, {"changed": {"children_child": {str(key): told}}}))

    def _leaving(self) -> tuple[ExitReason, date] | None:
        """Why and when the child leaves within the year, if it does."""
        child, world = self.child, self.world
        years = age(child.birth, world.end)
        if years >= 18:
            return ExitReason.ADULT, max(comes_of_age(child), self.registered)
        if child.categories != {CategoryKey.LEFT_BEHIND} or not 1 <= years < 16 or self.rng.random() > LEAVES:
            return None
        reason = weighted(self.rng, leavings.REASONS)
        on = leavings.day_of(self.rng, reason, world.start, world.end)
        return (reason, on) if on > self.registered else None

    def _leave(self, reason: ExitReason, on: date) -> None:
        by = self.world.seats.in_charge(self.child.village)
        values = {"exit_reason": reason.value, "exited_on": on, "exit_note": leavings.NOTES[reason]}
        at = office_hour(self.rng, on)
        self._change(at, by, new_id(), "children.leave", values)
        for rule in list(self.open):
            self._lapse(rule, on)


def year(child: Invented, world: World, rng: Random) -> Year:
    """The year of a child."""
    return Year(child, world, rng, day_of(child, world.start, world.end)).live()


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)
