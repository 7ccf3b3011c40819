"""The fences of duties, waivers and tasks."""

from django.db import migrations

from hutong.journal.protect import files, protect


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        # Derived: made anew from what is owed.
        protect("duties_duty", record=None, child="child", internal=True),
        protect("duties_waiver", child="child"),
        protect("duties_task"),
        migrations.RunSQL("REVOKE INSERT, UPDATE, DELETE ON duties_policy FROM hutong_app", migrations.RunSQL.noop),
        files("statistics"),
    ]
