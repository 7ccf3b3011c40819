"""The fences of the child's file, its number, and what keeps its facts in order."""

from django.db import migrations

from hutong.journal.protect import files, protect

# Tables of facts, and the columns of which no two facts at one time are the same; none: any may overlap.
FACTS = {
    "children_relative": (),
    "children_category": ("child_id", "key"),
    "children_schooling": ("child_id",),
    "children_aidreceived": (),
    "children_addressprotection": (),
}


def _stand(table: str, *alike: str) -> migrations.RunSQL:
    arguments = ", ".join(f"'{each}'" for each in alike)
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER stands_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION children_facts_stand({arguments})"
            for event, rows in (
                ("INSERT", "NEW TABLE AS new_rows"),
                ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            )
        ],
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        # internal: the owner's functions see all of a child's facts, whoever writes.
        protect("children_child", child="id", internal=True),
        *[protect(table, record="child_id", child="child_id", internal=True) for table in FACTS],
        protect("children_alias", record="child_id", child="child_id", internal=True),
        protect("children_sealedfact", record="id", child="child", sealed=True),
        # Derived from the name.
        protect("children_token", record=None),
        protect("children_review", child="child_id"),
        files("identity", "avoided", "facts"),
        *[_stand(table, *alike) for table, alike in FACTS.items()],
    ]
