"""What stands at a place is found by itself; what follows a child says each record (records/tests)."""

from hutong.accounts.carried import scoped_models
from hutong.journal.models import Entry, View


def test_every_table_with_a_place_follows_its_unit():
    assert {Entry, View} <= set(scoped_models())
    assert all("place" in {field.attname for field in model._meta.concrete_fields} for model in scoped_models())
