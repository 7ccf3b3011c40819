"""Two thousand histories, or as many as HUTONG_HISTORIES says, in parts that workers share."""

import os

import pytest

from tests.histories.telling import told_many

COUNT, PART = int(os.environ.get("HUTONG_HISTORIES", "2000")), 250


# Part 0 is what ./test tells.
@pytest.mark.parametrize("part", range(1, -(-COUNT // PART) + 1))
def test_histories(db, part: int) -> None:
    told_many(min(PART, COUNT - (part - 1) * PART), part)
