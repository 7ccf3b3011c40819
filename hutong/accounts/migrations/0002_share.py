import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unit", "民政部门和乡镇（街道）"),
                            ("department", "成员单位"),
                            ("protection_institution", "未成年人救助保护机构"),
                            ("welfare_institution", "儿童福利机构"),
                            ("body", "社会组织"),
                        ],
                        max_length=30,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("place", models.BigIntegerField(verbose_name="所在地")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                ("phone", hutong.ground.sealing.SealedTextField(null=True, verbose_name="联系电话")),
                ("closed_on", models.DateField(null=True, verbose_name="停用日期")),
                ("closed_reason", models.CharField(blank=True, max_length=200, verbose_name="停用原因")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("place", "kind", "name"),
                        name="one_organisation_of_a_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "unit")), fields=("place",), name="one_unit_a_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), models.Q(("closed_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="closing_has_reason",
                    ),
                ],
            },
        ),
        # The department in words becomes an entry of the register: journal 0003 makes it, accounts 0003 drops the words.
        migrations.RenameField("post", "organisation", "organisation_name"),
        migrations.AlterField("post", "organisation_name", models.CharField(blank=True, max_length=100)),
        migrations.AddField(
            model_name="post",
            name="organisation",
            field=models.ForeignKey(
                help_text="department or body the post belongs to",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("child", models.UUIDField()),
                ("place", models.BigIntegerField()),
                ("to_place", models.BigIntegerField(null=True)),
                ("person", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hukou", "户籍地查看"),
                            ("move", "迁移跟进"),
                            ("break_glass", "紧急查看"),
                            ("referral", "转介"),
                            ("service", "购买服务"),
                        ],
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="可查看内容"
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("given_by", models.UUIDField(null=True)),
                ("until", models.DateTimeField(verbose_name="截止")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=200, verbose_name="终止原因")),
                (
                    "seen_at",
                    models.DateTimeField(help_text="break-glass: when the child's county took note", null=True),
                ),
                ("seen_by", models.UUIDField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["child"], name="accounts_sh_child_e08e57_idx"),
                    models.Index(fields=["organisation"], name="accounts_sh_organis_37fef1_idx"),
                    models.Index(fields=["to_place"], name="accounts_sh_to_plac_f29a8d_idx"),
                    models.Index(fields=["place", "given_at"], name="accounts_sh_place_578ef3_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("until__gt", models.F("given_at"))), name="share_ends"),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="share_has_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), models.Q(("ended_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="ending_has_reason",
                    ),
                ],
            },
        ),
    ]
