"""The sums behind the home pages of counties and above (ADR 21)."""

from pathlib import Path

from django.db import migrations

from hutong.journal.protect import INSIDE

SQL = (Path(__file__).parents[1] / "sql" / "tally.sql").read_text()
FENCE = f"""
ALTER TABLE desk_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE desk_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON desk_tally FOR SELECT TO hutong_app USING ({INSIDE});
CREATE POLICY owner ON desk_tally TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON duties_duty TO CURRENT_USER USING (true) WITH CHECK (true);
"""
TRANSITIONS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
TRIGGERS = "\n".join(
    f"CREATE TRIGGER tally_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
    for table, function in (("duties_duty", "desk_tally_duties"), ("children_child", "desk_tally_children"))
    for event, rows in TRANSITIONS.items()
)


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0005_protect_decisions"),
        ("children", "0015_facts_of_many"),
        ("journal", "0002_protect"),
    ]

    operations = [
        migrations.RunSQL(SQL + FENCE + TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL("SELECT desk_tally_again(current_date)", migrations.RunSQL.noop),
    ]
