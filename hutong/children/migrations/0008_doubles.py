import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.children.sql import IDENTITY_ALIAS
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0007_packets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("number", models.CharField(max_length=20, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Double",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("first", models.UUIDField()),
                ("second", models.UUIDField()),
                ("evidence", models.JSONField(default=list, help_text="keys of policy/national/double-evidence.csv")),
                ("score", models.IntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "待核对"),
                            ("twins", "按多胞胎处理"),
                            ("merged", "已合并"),
                            ("not_double", "不是同一个孩子"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "proposed_by",
                    models.CharField(
                        blank=True, help_text="who asked by hand; empty: found by the system", max_length=100
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=100)),
                ("kept", models.UUIDField(help_text="the file that stayed", null=True)),
                (
                    "op",
                    models.UUIDField(
                        help_text="the journal's operation that merged: what moved, what was overwritten", null=True
                    ),
                ),
                (
                    "duties",
                    models.JSONField(
                        default=list, help_text="the derived duties before the merge, which the journal does not hold"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LedgerLayout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField(help_text="the unit whose layout it is")),
                ("fingerprint", models.CharField(help_text="hash of the header's texts", max_length=64)),
                ("columns", models.JSONField(help_text="{column letter: field or null}")),
                ("person_name", models.CharField(blank=True, max_length=100)),
                ("kept_on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="op",
            field=models.UUIDField(
                help_text="the journal's operation that wrote it, by which it is taken back", null=True
            ),
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="problems",
            field=models.UUIDField(help_text="documents.File: the problem workbook", null=True),
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="problems_state",
            field=models.CharField(blank=True, help_text="making, ready or failed", max_length=10),
        ),
        migrations.AddField(
            model_name="ledgerimport",
            name="undone",
            field=models.JSONField(default=dict, help_text="what taking it back did: {removed, restored, kept}"),
        ),
        migrations.AddField(
            model_name="relative",
            name="phone_token",
            field=models.BinaryField(help_text="keyed hash of the phone, by which double files are found", null=True),
        ),
        migrations.AlterField(
            model_name="child",
            name="exit_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("adult", "年满十八周岁"),
                    ("returned", "父母返乡，不再留守"),
                    ("improved", "困境情形消除"),
                    ("adopted", "被收养"),
                    ("moved", "迁往外地"),
                    ("death", "死亡"),
                    ("mistake", "误登记"),
                    ("merged", "并入另一份档案"),
                    ("undone", "撤销导入"),
                ],
                max_length=10,
                verbose_name="退出原因",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerimport",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "排队中"),
                    ("reading", "正在读取"),
                    ("checking", "正在核对"),
                    ("checked", "等待确认"),
                    ("importing", "正在写入"),
                    ("done", "已完成"),
                    ("failed", "未能读取"),
                    ("discarded", "已放弃"),
                    ("undoing", "正在撤销"),
                    ("undone", "已撤销"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="relative",
            index=models.Index(fields=["phone_token"], name="relative_phone"),
        ),
        migrations.AddField(
            model_name="alias",
            name="child",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="children.child"),
        ),
        migrations.AddIndex(
            model_name="double",
            index=models.Index(fields=["place", "status", "-score", "id"], name="double_list"),
        ),
        migrations.AddIndex(
            model_name="double",
            index=models.Index(fields=["second"], name="double_second"),
        ),
        migrations.AddConstraint(
            model_name="double",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="double_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerlayout",
            constraint=models.UniqueConstraint(fields=("place", "fingerprint"), name="layout_once"),
        ),
        protect("children_double", internal=True),
        protect("children_alias", record="child_id", child="child_id", internal=True),
        protect("children_ledgerlayout"),
        migrations.RunSQL(IDENTITY_ALIAS, migrations.RunSQL.noop),
    ]
