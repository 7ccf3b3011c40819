"""Moves go by the rows of their process (ADR 31)."""

import django.db.models.deletion
from django.db import migrations, models

from hutong.processes.fence import guard, steps

# A change of type is no write of a row: the journal has nothing to tell of it.
BEFORE = """
ALTER TABLE transfers_move ALTER COLUMN step_id TYPE varchar(100) USING CASE status
    WHEN 'accepted' THEN 'move.asked.accept' WHEN 'refused' THEN 'move.asked.refuse'
    WHEN 'withdrawn' THEN 'move.asked.withdraw' WHEN 'void' THEN 'move.asked.lapse' ELSE 'move.ask' END
"""


class Migration(migrations.Migration):
    dependencies = [("transfers", "0002_floor"), ("processes", "0001_initial")]
    operations = [
        steps(),
        migrations.AddField(
            "move",
            "step",
            models.ForeignKey(
                default="move.ask",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="processes.step",
            ),
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        guard("transfers_move", "move", "status"),
    ]
