from django.db import migrations

from hutong.children.sql import IDENTITY
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial"), ("journal", "0002_protect")]
    operations = [
        protect("children_child", child="id"),
        *[
            protect(f"children_{table}", record="child_id", child="child_id")
            for table in ("relative", "category", "schooling", "aid")
        ],
        protect("children_sealedfact", record="id", child="child_id", sealed=True),
        # Derived from the name.
        protect("children_token", record=None),
        # Staging: what an import does to children is journaled with the children.
        protect("children_ledgerimport", record=None),
        protect("children_ledgerrow", record=None),
        migrations.RunSQL(IDENTITY, migrations.RunSQL.noop),
    ]
