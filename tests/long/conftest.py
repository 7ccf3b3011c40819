"""A real server for the tests of one file."""

from collections.abc import Iterator

import pytest

from tests.faults import Served, Signed


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`hutong serve` over a data folder of its own."""
    made = Served(tmp_path_factory.mktemp("served"))
    try:
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def supervisor(served: Served) -> Signed:
    """万宝镇's supervisor, signed in at a browser."""
    return Signed(served, served.scene["staff"]["wanbao"])
