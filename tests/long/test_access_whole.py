"""The whole access matrix: role × account state × place relation × route."""

from __future__ import annotations

import pytest

from tests.access import table
from tests.access.asking import questions, wrong
from tests.access.roles import CALLERS, Caller
from tests.access.world import World


@pytest.mark.parametrize("state", ["active", "suspended", "post ended", "moved", "must change password"])
@pytest.mark.parametrize("caller", CALLERS, ids=lambda caller: caller.name)
def test_every_answer_is_as_the_tables_say(matrix: World, caller: Caller, state: str) -> None:
    asked = [one for one in questions(table.routes(), (caller,)) if one.state == state]
    assert asked or state == "moved", "nothing was asked"
    found = [told for one in asked if (told := wrong(matrix, one))]
    assert not found, f"{len(found)} of {len(asked)} answers differ:\n" + "\n".join(found[:20])
