"""CONTRIBUTING's recipe for a new record, followed: with form, list, history, paper and phone, in few lines."""

from tests import recipe

SHOWN = (
    "hutong/care/tests/test_talks.py",
    "hutong/records/tests/test_made.py",
    "hutong/records/tests/test_goes.py",
    "tests/test_tables.py",
    "tests/test_sync_contract.py",
)


def test_a_record_made_by_the_recipe_is_listed_told_printed_and_on_the_phone(tmp_path):
    base = recipe.copy(tmp_path / "project")
    before = recipe.texts(base)
    recipe.follow(base)
    counted = recipe.written(before, recipe.texts(base))
    print(counted)
    assert sum(counted.values()) <= 200
    assert len(counted) <= 10
    said = recipe.run(base, "-m", "pytest", "-x", *SHOWN, "-k", "talk or made or goes or tables or test_every")
    assert "passed" in said
