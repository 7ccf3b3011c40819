"""Sealed facts no longer say whose they are, in which village, since when, or by their length what (ADR 27).

Entries of the journal written before name the child as they did: the chain over them stays as it is.
"""

import uuid

from django.db import migrations

import hutong.children.models.sealed
from hutong.ground import sealing
from hutong.ground.sealing import SealedLinkField, SealedTextField

TABLE = "children_sealedfact"
OPEN = f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {TABLE} DISABLE TRIGGER USER"
SHUT = f"ALTER TABLE {TABLE} ENABLE TRIGGER USER; ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY"
AGAIN = ";\n".join(
    f"DROP TRIGGER journal_{event.lower()} ON {TABLE};\n"
    f"CREATE TRIGGER journal_{event.lower()} AFTER {event} ON {TABLE} REFERENCING {rows} "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_record('id', 'child', 'sealed')"
    for event, rows in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
    )
)


def _seal_again(apps, schema_editor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT id, child, kind, detail, since_day FROM {TABLE}")
        for key, child, kind, detail, since in cursor.fetchall():
            said = {"kind": sealing.unseal(kind, f"{TABLE}.kind.{key}"), "since": since.isoformat() if since else ""}
            said["detail"] = sealing.unseal(detail, f"{TABLE}.detail.{key}") if detail else ""
            least = {"detail": 1024}
            closed = {
                name: sealing.seal(text, f"{TABLE}.{name}.{key}", least.get(name, sealing.LEAST))
                for name, text in said.items()
            }
            cursor.execute(
                f"UPDATE {TABLE} SET child = %s, kind = %s, detail = %s, since = %s,"
                " place = place / 1000000 * 1000000 WHERE id = %s",
                [sealing.link(uuid.UUID(str(child))), *(closed[name] for name in ("kind", "detail", "since")), key],
            )


class Migration(migrations.Migration):
    dependencies = [("children", "0020_partners_confirmed")]

    operations = [
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
        migrations.RenameField("sealedfact", "since", "since_day"),
        migrations.AddField("sealedfact", "since", SealedTextField(null=True)),
        migrations.AlterField("sealedfact", "child", SealedLinkField(db_index=True)),
        migrations.RunPython(_seal_again, migrations.RunPython.noop, elidable=False),
        migrations.RemoveField("sealedfact", "since_day"),
        migrations.AlterField("sealedfact", "detail", SealedTextField(blank=True)),
        migrations.AlterField("sealedfact", "since", SealedTextField(blank=True)),
        migrations.AlterField("sealedfact", "place", hutong.children.models.sealed.CountyField()),
        migrations.RunSQL(f"{AGAIN};\n{SHUT}", migrations.RunSQL.noop),
    ]
