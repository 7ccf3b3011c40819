"""The fences of alarms. An alarm is its person's: whoever is above them, or made it, reads none."""

from django.db import migrations

from hutong.journal.protect import protect

OWN = "person = (SELECT hutong_person()) OR (SELECT hutong_system())"
ALARMS = f"""
ALTER TABLE alarms_alarm ENABLE ROW LEVEL SECURITY;
ALTER TABLE alarms_alarm FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON alarms_alarm TO hutong_app USING ({OWN}) WITH CHECK ({OWN});
CREATE POLICY raised ON alarms_alarm FOR INSERT TO hutong_app WITH CHECK ((SELECT hutong_places()) @> place);
"""


class Migration(migrations.Migration):
    dependencies = [("alarms", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        migrations.RunSQL(ALARMS, migrations.RunSQL.noop),
        protect("alarms_channel"),
        protect("alarms_delivery", record=None),
    ]
