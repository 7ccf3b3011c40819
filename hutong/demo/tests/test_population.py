"""The invented children: valid, believable, the same every time, and nobody's."""

import json
from collections import Counter
from pathlib import Path

import pytest

from hutong.children.age import age
from hutong.children.clean import resident_number
from hutong.children.models import Child, Relative
from hutong.children.models.choices import CategoryKey
from hutong.children.values.phones import read_phone
from hutong.demo.population import population
from hutong.demo.tests.support import TODAY, children, villages
from hutong.demo.villages import EMPTY, label_of

LEDGERS = Path(__file__).parents[3] / "tests" / "ledgers"


def share(part: int, whole: int) -> float:
    return 100 * part / whole


def left_behind():
    return [child for child in children() if CategoryKey.LEFT_BEHIND in child.categories]


def test_there_are_about_three_thousand_and_most_are_left_behind() -> None:
    assert len(children()) == 3000
    assert 75 < share(len(left_behind()), len(children())) < 86


def test_boys_ages_and_grandparents_are_as_the_ministry_counted() -> None:
    found = left_behind()
    ages = [age(child.birth, TODAY) for child in found]
    bands = [sum(low <= years < high for years in ages) for low, high in ((0, 6), (6, 14), (14, 16))]
    carers = Counter(
        "grand" in row["relation"] for child in found for row in child.file.relatives if row["kind"] == "carer"
    )
    boys = sum(child.file.child["sex"] == "male" for child in children())
    assert share(boys, 3000) == pytest.approx(54.5, abs=2.5)
    assert [share(n, len(found)) for n in bands] == pytest.approx([21.7, 67.4, 10.9], abs=2.5)
    assert share(carers[True], carers.total()) == pytest.approx(96, abs=1.5)


def test_nearly_all_who_are_left_behind_are_healthy() -> None:
    well = sum(child.file.child["health"] == "well" for child in left_behind())
    assert share(well, len(left_behind())) == pytest.approx(99.4, abs=0.6)


def test_every_category_and_a_few_minorities_are_there() -> None:
    keys = {key for child in children() for key in child.categories}
    assert keys >= {
        "left_behind",
        "distressed",
        "de_facto_unsupported",
        "orphan_scattered",
        "severe_illness_disability",
        "poor_guardianship",
        "unregistered",
        "out_of_school",
        "poor_family",
    }
    minorities = sum(child.file.child["ethnicity"] != "汉族" for child in children())
    assert share(minorities, 3000) == pytest.approx(9.5, abs=2.5)


def test_numbers_fit_birth_date_and_sex_and_no_two_are_equal() -> None:
    given = [child.file.child for child in children() if child.file.child["id_number"]]
    assert not [one for one in given if resident_number(one["id_number"], one["birth_date"], one["sex"])]
    assert len({one["id_number"] for one in given}) == len(given)
    assert 0 < len(children()) - len(given) < 60


def test_no_number_is_one_that_was_given_to_a_child() -> None:
    """996 to 999 were for centenarians; the ledgers of the acceptance test have none of them either."""
    ours = {child.file.child["id_number"] for child in children()}
    assert {number[14:17] for number in ours if number} <= {"996", "997", "998", "999"}
    for path in LEDGERS.glob("*.key.json"):
        rows = json.loads(path.read_text())["rows"]
        assert not ours & {row["child"]["id_number"] for row in rows if row["child"] and row["child"]["id_number"]}


def test_phones_are_valid_and_of_a_range_that_no_operator_has() -> None:
    phones = [row["phone"] for child in children() for row in child.file.relatives if row.get("phone")]
    assert all(read_phone(phone)[1] for phone in phones)
    assert all(phone.startswith(("154", "+")) for phone in phones)


def test_twins_and_namesakes_are_there() -> None:
    homes = Counter((child.birth, child.file.child["address"]) for child in children())
    names = Counter(child.file.child["name"] for child in children())
    assert 5 < sum(count > 1 for count in homes.values()) < 60
    assert sum(count > 1 for count in names.values()) > 50


def test_the_three_offices_before_their_first_ledger_have_no_child() -> None:
    places = {child.file.place // 1000 * 1000 for child in children()}
    assert not places & set(EMPTY)
    assert {village.township_code for village in villages()} & set(EMPTY)


def test_the_same_day_gives_the_same_children() -> None:
    again = population(villages(), TODAY)
    plain = [{**child.file.child, "id": None} for child in again]
    assert plain == [{**child.file.child, "id": None} for child in children()]


def test_every_value_is_a_column_and_fits_it() -> None:
    for child in children():
        _fits(Child, child.file.child)
        for row in child.file.relatives:
            _fits(Relative, row)


def _fits(model, values: dict) -> None:
    for name, value in values.items():
        field = model._meta.get_field(name)
        assert not field.choices or value in ("", *dict(field.flatchoices)), (name, value)
        assert not isinstance(value, str) or len(value) <= (field.max_length or 10**6), (name, value)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("新立村委会", "新立村"),
        ("吐月社区", "吐月社区"),
        ("二道村（滨河）", "二道村"),
        ("东岗村村委会", "东岗村"),
        ("站前社区居委会", "站前社区"),
    ],
)
def test_addresses_name_villages_as_people_do(name: str, label: str) -> None:
    assert label_of(name) == label
