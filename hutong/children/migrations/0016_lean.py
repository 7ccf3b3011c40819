import django.db.models.deletion
from django.db import migrations, models
from django.db.models.expressions import RawSQL

from hutong.children.sql import FACTS_STAND, facts_stand

TOKENS = """
DELETE FROM children_token a USING children_token b WHERE a.child_id = b.child_id AND a.token = b.token AND a.id > b.id;
ALTER TABLE children_token DROP COLUMN id, ADD PRIMARY KEY (child_id, token);
"""
# The owner's functions see all of a child's facts, whoever writes.
OWNER = "CREATE POLICY owner ON {} TO CURRENT_USER USING (true) WITH CHECK (true)"
NEXT_NUMBER = "'HT' || lpad(nextval('children_number')::text, 10, '0')"
STANDING = [
    facts_stand("children_category", "child_id", "key"),
    facts_stand("children_schooling", "child_id"),
    *[facts_stand(f"children_{table}") for table in ("relative", "aid", "addressprotection")],
]


def _child(related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related_name,
        to="children.child",
    )


class Migration(migrations.Migration):
    dependencies = [("children", "0015_facts_of_many")]

    operations = [
        migrations.RemoveConstraint(model_name="category", name="category_once_at_a_time"),
        migrations.RemoveConstraint(model_name="schooling", name="one_schooling_at_a_time"),
        *[
            migrations.AlterField(model_name=name, name="child", field=_child())
            for name in ("addressprotection", "aid", "category", "schooling", "token")
        ],
        migrations.AlterField(model_name="relative", name="child", field=_child("relatives")),
        migrations.RunSQL("ALTER TABLE children_identity DROP CONSTRAINT children_identity_child_id_fkey"),
        migrations.RunSQL([OWNER.format(f"children_{table}") for table in ("category", "schooling", "aid")]),
        migrations.RunSQL([FACTS_STAND, *STANDING], migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="ledgerrow",
            name="ledger",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="children.ledgerimport",
            ),
        ),
        migrations.AlterField(
            model_name="child",
            name="number",
            field=models.CharField(
                db_default=RawSQL(NEXT_NUMBER, []), max_length=20, unique=True, verbose_name="护童编号"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(TOKENS, migrations.RunSQL.noop)],
            [
                migrations.RemoveField(model_name="token", name="id"),
                migrations.AddField(
                    model_name="token",
                    name="pk",
                    field=models.CompositePrimaryKey(
                        "child_id", "token", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
            ],
        ),
    ]
