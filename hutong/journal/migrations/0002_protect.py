"""The database's own part of walls 2 and 4: context, journal, and the fences of the tables below this app."""

from pathlib import Path

from django.db import migrations

from hutong.journal.protect import INSIDE, journaled, protect

SQL = Path(__file__).resolve().parents[1] / "sql"
ENTRIES = f"""
REVOKE ALL ON journal_stream FROM hutong_app;
REVOKE INSERT, UPDATE, DELETE ON journal_entry FROM hutong_app;
REVOKE UPDATE, DELETE ON journal_view FROM hutong_app;
ALTER TABLE journal_stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_stream FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_stream TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE journal_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_entry TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY scope ON journal_entry FOR SELECT TO hutong_app USING (
    ({INSIDE} OR child = ANY ((SELECT hutong_opened())::uuid[]))
    AND (NOT sealed OR (SELECT hutong_sealed())));
"""


def _file(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("accounts", "0001_initial"), ("places", "0001_initial")]
    operations = [
        _file("context.sql"),
        _file("record.sql"),
        _file("fold.sql"),
        migrations.RunSQL(ENTRIES, migrations.RunSQL.noop),
        protect("journal_view", record=None),
        # Sign-in reads people before any scope exists; posts name their own holder besides their place.
        journaled("accounts_person"),
        protect("accounts_post", also="person_id = (SELECT hutong_setting('person'))::uuid"),
    ]
