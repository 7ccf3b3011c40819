"""Each minute: what stayed undone past its step goes to the next level. All else of climbing is read from the steps themselves."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hutong.accounts import context, grants
from hutong.ground import query
from hutong.places.codes import Level


@dataclass(frozen=True)
class Reached:
    """A step that a round has just reached, and the level that is told; of a closed matter the posts that were named there."""

    duty: uuid.UUID
    step: int
    level: Level
    named: tuple[uuid.UUID, ...] = ()


_told: list[Callable[[Sequence[Reached]], None]] = []


def tell(whom: Callable[[Sequence[Reached]], None]) -> None:
    """An app above is told of each step once, in the transaction that marks it and in the system's scope."""
    _told.append(whom)


def climb() -> list[Reached]:
    """Mark the steps reached since it last ran, however long ago that was; gives them. Its own transaction."""
    with context.within(grants.system()):
        rows = query.rows("SELECT duty, step, level, named FROM duties_climb()")
        reached = [Reached(duty, step, Level(level), tuple(named or ())) for duty, step, level, named in rows]
        if reached:
            for whom in _told:
                whom(reached)
    return reached
