"""Clocks in minutes, hours, days, working days and months."""

from django.db import migrations, models

from hutong.journal.protect import files

UNITS = [("minute", "分钟"), ("hour", "小时"), ("day", "天"), ("working_day", "工作日"), ("month", "月")]
MARKS = [("seen", "原文"), ("reported", "据报道"), ("design", "本系统设计")]
LENGTHS = {"minute": 1, "hour": 60, "day": 1440, "working_day": 2016, "month": 43830}
LENGTH = models.F("amount") * models.Case(
    *(models.When(unit=unit, then=minutes) for unit, minutes in LENGTHS.items()), default=0
)


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_floor")]
    operations = [
        # Every row came from a file, and comes from it anew, with its unit.
        migrations.RunSQL("DELETE FROM duties_policy", migrations.RunSQL.noop),
        migrations.RemoveField("policy", "interval_days"),
        migrations.AddField("policy", "amount", models.IntegerField()),
        migrations.AddField("policy", "unit", models.CharField(choices=UNITS, max_length=11)),
        migrations.AddField("policy", "mark", models.CharField(choices=MARKS, max_length=8)),
        migrations.AddField(
            "policy",
            "length",
            models.GeneratedField(db_persist=True, expression=LENGTH, output_field=models.BigIntegerField()),
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("works", models.BooleanField()),
                (
                    "number",
                    models.IntegerField(
                        help_text="working days from the first day of the calendar up to and with this one"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("works", True)), fields=("number",), name="one_day_a_number"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON duties_calendarday FROM hutong_app", migrations.RunSQL.noop
        ),
        files("clocks"),
    ]
