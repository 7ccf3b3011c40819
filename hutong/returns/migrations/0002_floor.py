"""The fences of exports, closed months and the exchange with the national system."""

from django.db import migrations

from hutong.journal.protect import files, protect


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial"), ("children", "0002_floor")]
    operations = [
        protect("returns_export", record=None),
        protect("returns_explained", record="child_id", child="child_id"),
        # The figure of a unit stays readable where it was reported; place 0 says that a month is closed.
        protect(
            "returns_ledgermonth",
            record=None,
            read="place = 0 OR coalesce((SELECT hutong_places()) @> happened_place, false)",
        ),
        protect("returns_monthrow", record=None),
        protect("returns_sealedmonth", sealed=True),
        protect("returns_exchange"),
        protect("returns_exchangerow", record=None),
        files("month"),
    ]
