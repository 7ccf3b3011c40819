"""Shares and the organisations they are given to: policies, triggers, and the posts' departments as entries."""

from pathlib import Path

from django.db import migrations

from hutong.journal.protect import journaled, protect

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_protect"), ("accounts", "0002_share")]
    operations = [
        migrations.RunSQL((SQL / "share.sql").read_text(), migrations.RunSQL.noop),
        journaled("accounts_share"),
        # A register of offices: every signed-in post may read a name, its own place's are its own to write.
        protect("accounts_organisation", read="(SELECT hutong_person()) IS NOT NULL", internal=True),
    ]
