"""Who is at work: most villages have a director, every kind of post has an account."""

from hutong.accounts.permissions import LEVELS, Role
from hutong.demo.cast import CAST, MARK
from hutong.demo.staff import staff
from hutong.demo.tests.support import TODAY, villages
from hutong.places.codes import level_of


def test_every_kind_of_post_has_an_account_at_a_level_where_it_stands() -> None:
    assert {part.role for part in CAST} == set(Role)
    assert all(level_of(place) in LEVELS[part.role] for part in CAST for place in part.places)
    assert len({part.staff_number for part in CAST}) == len(CAST)
    assert MARK in {part.staff_number for part in CAST}


def test_most_villages_have_a_director_and_some_have_none() -> None:
    people = staff(villages(), TODAY)
    held = [village for village in villages() if people.director(village.code, TODAY)]
    assert 0.86 < len(held) / len(villages()) < 0.98


def test_some_directors_hold_two_villages_and_two_townships_have_no_supervisor() -> None:
    people = staff(villages(), TODAY)
    directors = [officer for officer in people.officers if officer.role == Role.CHILD_DIRECTOR]
    townships = {village.township_code for village in villages()}
    assert any(len(officer.posts) > 1 for officer in directors)
    assert sum(people.supervisor(code) is None for code in townships) == 2


def test_staff_numbers_begin_with_the_county_and_differ() -> None:
    people = staff(villages(), TODAY)
    numbers = [officer.staff_number for officer in people.officers]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith(str(officer.county)) for number, officer in zip(numbers, people.officers, strict=True))
