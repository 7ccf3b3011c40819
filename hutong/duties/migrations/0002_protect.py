from django.db import migrations

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("journal", "0002_protect")]
    operations = [
        # Derived from facts and policy at any time: stored, not journaled (design.md, wall 3).
        protect("duties_duty", record=None, child="child"),
        # Policy is public; it grows by loading, and nobody's request changes it.
        migrations.RunSQL("REVOKE INSERT, UPDATE, DELETE ON duties_policy FROM hutong_app", migrations.RunSQL.noop),
    ]
