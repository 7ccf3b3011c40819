"""A child opened beyond the places is read and never written, for tables fenced before `protect` said so itself."""

from django.db import migrations

from hutong.journal.protect import opened_is_read_only

TABLES = (
    "care_visit",
    *(
        f"children_{table}"
        for table in (
            "child",
            "relative",
            "category",
            "schooling",
            "aid",
            "sealedfact",
            "addressprotection",
            "packetout",
            "alias",
            "explained",
        )
    ),
    "duties_duty",
    "duties_waiver",
)
ALSO = {
    "children_move": "coalesce((SELECT hutong_places()) @> to_place, false)",
    "sync_attachment": "device_id = (SELECT hutong_setting('bearer'))::uuid",
}


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0010_export_looks"),
        ("care", "0002_protect"),
        ("children", "0009_out"),
        ("duties", "0005_protect_decisions"),
        ("sync", "0002_protect"),
    ]
    operations = [
        migrations.RunSQL(";\n".join(opened_is_read_only(table, ALSO.get(table, ""))), migrations.RunSQL.noop)
        for table in (*TABLES, *ALSO)
    ]
