"""Steps of processes, and the trigger's function (ADR 31)."""

from django.db import migrations, models

from hutong.processes.fence import function, steps


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="process.from.event; process.event at the start",
                        max_length=100,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("process", models.CharField(max_length=30)),
                ("from_state", models.CharField(blank=True, max_length=30)),
                ("event", models.CharField(max_length=30)),
                ("to_state", models.CharField(max_length=30)),
                ("live", models.BooleanField(default=True)),
            ],
        ),
        function(),
        steps(),
    ]
