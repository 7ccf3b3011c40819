import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0003_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressProtection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "against",
                    models.CharField(
                        choices=[
                            ("father", "父亲"),
                            ("mother", "母亲"),
                            ("guardian", "法定监护人（父母以外）"),
                            ("carer", "现照护人"),
                            ("other", "其他亲属或他人"),
                        ],
                        max_length=10,
                        verbose_name="对谁保密",
                    ),
                ),
                ("against_name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("order", "人身安全保护令"),
                            ("judgment", "法院判决、裁定"),
                            ("police", "公安机关告诫书、决定"),
                            ("civil_affairs", "民政部门决定"),
                            ("request", "监护人或儿童请求，待有权机关决定"),
                        ],
                        max_length=14,
                        verbose_name="依据",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=100, verbose_name="文书名称和文号")),
                ("decided_by", models.CharField(blank=True, max_length=100, verbose_name="决定机关")),
                ("ended_reason", models.CharField(blank=True, max_length=200, verbose_name="解除原因")),
                (
                    "child",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="children.child",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["child"], name="children_ad_child_i_1c770e_idx")],
            },
        ),
        protect("children_addressprotection", record="child_id", child="child_id"),
    ]
