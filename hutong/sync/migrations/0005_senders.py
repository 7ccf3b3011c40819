"""Whose urgent reports came from one unknown sender: apart from what was said, and in no log of the database."""

from django.db import migrations, models

import hutong.accounts.managers
from hutong.journal.protect import protect


def unlogged(table: str) -> migrations.RunSQL:
    """Neither the database's log nor a backup (pg_basebackup) holds its rows; a crash empties it."""
    return migrations.RunSQL(f"ALTER TABLE {table} SET UNLOGGED", migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("sync", "0004_ended")]
    operations = [
        migrations.CreateModel(
            name="UrgentSender",
            fields=[
                ("report", models.UUIDField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("sender", models.CharField(max_length=32)),
            ],
            options={"indexes": [models.Index(fields=["sender"], name="sync_urgent_sender")]},
            managers=[("objects", hutong.accounts.managers.ScopedManager(carried=False))],
        ),
        migrations.CreateModel(
            name="SenderSalt",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("salt", models.CharField(max_length=64)),
            ],
        ),
        protect("sync_urgentsender", record=None),
        unlogged("sync_urgentsender"),
        unlogged("sync_sendersalt"),
    ]
