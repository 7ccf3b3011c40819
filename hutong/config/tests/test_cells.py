"""Small numbers: what is hidden cannot be found by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from hutong.config.cells import SMALL, hidden_small


@given(st.dictionaries(st.integers(), st.integers(0, 12), max_size=7))
def test_a_hidden_count_cannot_be_worked_out_from_the_others_and_the_sum(counts):
    shown, total = hidden_small(counts)
    hidden = [key for key, count in shown.items() if count is None]
    assert {key for key, count in counts.items() if count < SMALL} <= set(hidden)
    assert all(shown[key] == counts[key] for key in counts if key not in hidden)
    if total is not None:
        assert total == sum(counts.values())
        left = total - sum(count for count in shown.values() if count is not None)
        assert left == 0 or (len(hidden) > 1 and left >= SMALL)


def test_one_small_number_takes_the_next_smallest_with_it():
    assert hidden_small({"a": 2, "b": 6, "c": 20}) == ({"a": None, "b": None, "c": 20}, 28)


def test_where_nothing_else_can_be_hidden_the_sum_is():
    assert hidden_small({"a": 2}) == ({"a": None}, None)
    assert hidden_small({"a": 1, "b": 0}) == ({"a": None, "b": None}, None)


def test_that_there_is_nobody_is_nobodys_secret():
    assert hidden_small({"a": 5, "b": 0}) == ({"a": 5, "b": None}, 5)


def test_large_numbers_are_all_shown():
    assert hidden_small({"a": 5, "b": 9}) == ({"a": 5, "b": 9}, 14)
