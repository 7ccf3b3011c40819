"""Whatever three phones, two villages and a desk do over a bad line: nothing is lost, nothing foreign is shown."""

from tests.histories.mutants import MUTANTS, mutated
from tests.histories.telling import built, noticed, told_many


def test_two_hundred_histories(db):
    told_many(200)


def test_a_server_without_one_of_its_protections_is_noticed(db):
    world = built()
    for name in MUTANTS:
        with mutated(name) as history:
            assert noticed(world, history), name
        assert not noticed(world, history), name
