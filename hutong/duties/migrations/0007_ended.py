"""Rounds that ended in any way are found by place and day: home pages count them by month."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0006_statistics")]

    operations = [
        migrations.RemoveIndex("duty", "duty_done"),
        migrations.AddIndex(
            "duty",
            models.Index(fields=["place", "ended_on"], condition=~models.Q(ending=""), name="duty_ended"),
        ),
    ]
