"""Random histories of moves against a plain model: one register has the child at any time, the file goes whole, the origin
keeps following it until receipt, nobody else sees it, and both ends' streams say what came and what left."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.grants import Grant
from hutong.accounts.held import grant_of
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Role
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.models.sealed import SealedToken
from hutong.children.tests.factories import registered
from hutong.duties.models import Duty
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.places.models import Place
from hutong.records import registry
from hutong.transfers.models import Move
from hutong.transfers.moves import actions
from hutong.transfers.moves.actions import Refused
from hutong.workforce.actions import Appointment, appoint
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
# Two villages of one township, one of the township beside it, two of another county: every border there is.
VILLAGES = (222426_105_204, 222426_105_205, 222426_104_201, 220122_103_200, 220122_103_201)
TOWNSHIPS = tuple(sorted({village // 1000 * 1000 for village in VILLAGES}))
BESIDE = 220183_000_000  # a county that has nothing to do with it
VERBS = ["ask", "ask", "claim", "accept", "accept", "refuse", "withdraw", "visit", "edit", "leave", "split"]
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=12
)  # fmt: skip


@dataclass
class Model:
    """What must be: the stable id of the village that has the child, and what was written on its file."""

    home: int
    visits: int = 1
    words: list[str] = field(default_factory=list)
    arrivals: list[tuple[int, int]] = field(default_factory=list)


class World:
    """The supervisor of each township, the officer of a county beside, one child of the first village."""

    def __init__(self) -> None:
        people = [
            Appointment(place, Role.SUPERVISOR, f"督导{n}", password="护童-2026") for n, place in enumerate(TOWNSHIPS)
        ]
        with context.within(grants.system()) as grant:
            done = appoint(grant, [*people, Appointment(BESIDE, Role.CIVIL_AFFAIRS, "旁观", password="护童-2026")])
        self.supervisors = [one.post.person for one in done[:-1]]
        self.beside = done[-1].post.person
        self.stable = [Place.objects.get(code=village).pk for village in VILLAGES]
        self.child = registered("黄佑俊", place=VILLAGES[0])
        with context.within(grants.system()) as grant:
            record_visit(grant, self.row(grant), NewVisit(DAY, "home", no_change=True))
            files.seal_fact(grant, self.row(grant), SealedKind.PARENT_CUSTODY, "父亲服刑", None)
        self.model = Model(self.stable[0])
        self.number = 0

    def row(self, grant: Grant) -> Child:
        return Child.objects.within(grant).get(pk=self.child)

    def code(self, stable: int) -> int:
        return Place.objects.get(pk=stable).code

    def of(self, stable: int) -> Grant:
        """The grant of whoever supervises a village."""
        found = [
            grant for person in self.supervisors if (grant := grant_of(person)) and grant.covers(self.code(stable))
        ]
        return found[0]


def step(world: World, verb: str, one: int, two: int) -> None:
    """One thing that somebody does; a refusal changes nothing."""
    world.number += 1
    here, other = world.model.home, world.stable[one]
    try:
        {"ask": ask, "claim": claim, "accept": accept, "refuse": answer, "withdraw": answer, "visit": visit,
         "edit": edit, "leave": leave, "split": recode}[verb](world, verb, here, other, two)  # fmt: skip
    except Refused:
        return


def ask(world: World, verb: str, here: int, other: int, two: int) -> None:
    with context.within(world.of(here)) as grant:
        move = actions.ask(grant, world.row(grant), world.code(other), "随父母搬走")
    if move.status == Move.Status.ACCEPTED:
        arrived(world, other)


def claim(world: World, verb: str, here: int, other: int, two: int) -> None:
    if not world.of(other).covers(world.code(here)):
        with context.within(grants.system()) as grant:
            actions.claim(grant, world.row(grant), "黄佑军", world.code(other), "现住本村")


def waiting() -> list[Move]:
    with context.within(grants.system()):
        return list(plain(Move).filter(status=Move.Status.ASKED).order_by("id"))


def accept(world: World, verb: str, here: int, other: int, two: int) -> None:
    if not (moves := waiting()):
        return
    move = moves[two % len(moves)]
    to = Place.objects.get(code=move.to_place).pk
    with context.within(world.of(Place.objects.get(code=move.answering).pk)) as grant:
        actions.accept(grant, move.pk)
    arrived(world, to)


def arrived(world: World, to: int) -> None:
    world.model.arrivals.append((world.model.home, to))
    world.model.home = to


def answer(world: World, verb: str, here: int, other: int, two: int) -> None:
    """Refused by the answering end, withdrawn by the asking one; whoever stands beside finds nothing."""
    if not (moves := waiting()):
        return
    move = moves[two % len(moves)]
    end = move.answering if verb == "refuse" else move.asking
    with context.within(world.of(Place.objects.get(code=end).pk)) as grant:
        if verb == "refuse":
            actions.refuse(grant, move.pk, "查无此人")
        else:
            actions.withdraw(grant, move.pk)


def visit(world: World, verb: str, here: int, other: int, two: int) -> None:
    with context.within(world.of(here)) as grant:
        record_visit(grant, world.row(grant), NewVisit(DAY, "home", no_change=True))
    world.model.visits += 1


def edit(world: World, verb: str, here: int, other: int, two: int) -> None:
    with context.within(world.of(here)) as grant:
        row = world.row(grant)
        files.update(grant, row.pk, row.rev, {"child": {"remark": None}}, {"child": {"remark": f"记{world.number}"}})
    world.model.words.append(f"记{world.number}")


def leave(world: World, verb: str, here: int, other: int, two: int) -> None:
    """The child leaves the register and comes back: what the own place asked is void, the file stays."""
    with context.within(world.of(here)) as grant:
        files.leave(grant, world.row(grant), ExitReason.MOVED, DAY, "记错")
        files.return_child(grant, world.row(grant), "记错了")


def recode(world: World, verb: str, here: int, other: int, two: int) -> None:
    """The village of the moment goes to the township beside it, under another code."""
    code = world.code(other)
    targets = [place for place in TOWNSHIPS if place // 10**6 == code // 10**6 and place != code // 1000 * 1000]
    if targets:
        with context.within(grants.system()) as grant:
            change(grant, Wish("move", code, DAY, parent=targets[0]), "文", "因")


def agree(world: World) -> None:
    """The database says what the model says."""
    home, open_ends = world.code(world.model.home), ends()
    with context.within(grants.system()) as grant:
        for model, column in ((one.model, one.column) for one in registry.travelling("move")):
            rows = plain(model).filter(**{column: world.child})
            rows = rows.filter(ending="") if model is Duty else rows
            # Sealed facts and their words stand at the county.
            homes = {home // 10**6 * 10**6} if model in (SealedFact, SealedToken) else {home}
            assert set(rows.values_list("place", flat=True)) <= homes | also(model, open_ends), model
        child = world.row(grant)
        assert child.remark == (world.model.words or [""])[-1]
        assert child.active
        visits = next(one.model for one in registry.travelling("move") if one.model.__name__ == "Visit")
        assert plain(visits).filter(child=world.child).count() == world.model.visits
        assert plain(SealedFact).filter(child=world.child).count() == 1
        followed = plain(Duty).filter(child=world.child, rule="visit", ending="")
        assert list(followed.values_list("place", flat=True)) == [home]
    for person in [*world.supervisors, world.beside]:
        granted = grant_of(person)
        assert granted
        with context.within(granted) as grant:
            seen = (
                Child.objects.within(grant).filter(pk=world.child).exists(),
                plain(Child).filter(pk=world.child).exists(),
            )
        assert seen == (granted.covers(home),) * 2


def ends() -> set[int]:
    """Both ends of every move that waits."""
    return {place for move in waiting() for place in (move.place, move.to_place)}


def also(model, open_ends: set[int]) -> set[int]:
    """A duty to answer a move stands where the answer is given; the summary that is shared meanwhile at its reader's."""
    return open_ends if model is Duty or model.__name__ == "Share" else set()


def streams(world: World) -> None:
    """Every arrival is one removal at the old stream and one whole file at the new, in order; numbers have no gap."""
    with context.within(grants.system()):
        told = list(plain(Entry).filter(child=world.child, record=world.child, sealed=False, changes__has_key="moved")
                    .order_by("op", "seq").values_list("op", "stream_id", "changes"))  # fmt: skip
        for stream in world.stable:
            numbers = plain(Entry).filter(stream_id=stream, sealed=False).order_by("seq").values_list("seq", flat=True)
            assert list(numbers) == list(range(1, len(numbers) + 1))
    ways: dict[object, dict[str, int]] = {}
    for op, stream, changes in told:
        ways.setdefault(op, {})[changes["moved"]] = stream
    assert [(way["left"], way["came"]) for way in ways.values()] == world.model.arrivals


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=steps)
def test_one_register_has_the_child_whoever_asks_what(told) -> None:
    from django.db import transaction

    with clock.at(DAY), transaction.atomic():
        world = World()
        agree(world)
        for verb, one, two in told:
            step(world, verb, one, two)
            agree(world)
        streams(world)
        transaction.set_rollback(True)
