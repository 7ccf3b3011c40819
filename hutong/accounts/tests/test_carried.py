"""What follows a child is found by itself: a new table is carried without anybody adding it to a list."""

from hutong.accounts.carried import child_models, scoped_models
from hutong.journal.models import Entry, View


def test_every_table_of_a_child_s_file_follows_it():
    found = {model._meta.db_table: column for model, column in child_models()}
    assert found["children_child"] == "id"
    assert found["duties_duty"] == "child"
    for table in ("relative", "category", "schooling", "aidreceived", "token"):
        assert found[f"children_{table}"] == "child_id"
    assert found["care_visit"] == "child_id"
    assert found["children_sealedfact"] == "child"


def test_what_says_where_something_happened_stays():
    followers = {model for model, _ in child_models()}
    assert not followers & {Entry, View}
    assert {Entry, View} <= set(scoped_models())


def test_every_column_named_is_a_column():
    for model, column in child_models():
        assert column in {field.attname for field in model._meta.concrete_fields}
        assert "place" in {field.attname for field in model._meta.concrete_fields}
