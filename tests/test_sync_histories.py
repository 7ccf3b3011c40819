"""Whatever three phones, two villages and a desk do over a bad line: nothing is lost, nothing foreign is shown."""

from tests.histories.mutants import MUTANTS, mutated
from tests.histories.telling import built, noticed, told_many


def test_two_hundred_histories(db):
    told_many(200)


def test_what_was_handed_in_again_after_a_restore_in_another_order(db):
    """Found by the long run: a state remembered by its last operation, which came once more."""
    steps = [
        ("phone_visit", 0, 0),
        ("server_backup", 0, 0),
        ("phone_sync", 0, 0),
        ("phone_visit", 0, 0),
        ("server_restore", 0, 0),
    ]
    assert not noticed(built(), steps)


def test_a_server_without_one_of_its_protections_is_noticed(db):
    world = built()
    for name in MUTANTS:
        with mutated(name) as history:
            assert noticed(world, history), name
        assert not noticed(world, history), name
