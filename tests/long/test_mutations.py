"""The mutation run: each thing that protects is loosened alone, and a test of the matrix must notice. Survivors fail."""

from __future__ import annotations

import pytest

from tests.access import mutants, rows
from tests.access.world import World


@pytest.mark.parametrize("kind", mutants.KINDS)
def test_no_mutant_survives(matrix: World, kind: str) -> None:
    with rows.everywhere(matrix):
        made = mutants.KINDS[kind](matrix)
        assert made, f"nothing to loosen: {kind}"
        survivors = [one.name for one in made if not one.caught()]
    print(f"{kind}: {len(made)} mutants, {len(survivors)} survivors")
    assert not survivors, f"{len(survivors)} of {len(made)} loosened and nobody noticed: {survivors}"
