"""The fences of ledgers that come in."""

from django.db import migrations

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        # Staging: what an import does to children is journaled with the children.
        protect("ledgers_ledgerimport", record=None),
        protect("ledgers_ledgerrow", record=None),
        protect("ledgers_ledgerlayout"),
    ]
