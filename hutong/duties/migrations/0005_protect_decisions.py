from django.db import migrations

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_decisions")]
    operations = [
        protect("duties_waiver", child="child"),
        protect("duties_task"),
    ]
