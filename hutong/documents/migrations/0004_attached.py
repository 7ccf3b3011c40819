"""Attachments of any record, and notices: who had to be told, how, when, with what proof (ADR 33)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing
from hutong.journal.protect import of_record


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_numbers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), help_text="posts, persons, organisations", null=True, size=None
                    ),
                ),
                ("matter", models.UUIDField()),
                (
                    "child",
                    models.UUIDField(
                        help_text="so that whoever must keep away from it reads nothing of this", null=True
                    ),
                ),
                ("kind", models.CharField(choices=[("paper", "送达文书"), ("void", "告知文书作废")], max_length=10)),
                ("whom", hutong.ground.sealing.SealedTextField()),
                ("made_at", models.DateTimeField()),
                ("due", models.DateField(verbose_name="期限")),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handed", "直接送达"),
                            ("left", "留置送达"),
                            ("electronic", "电子送达"),
                            ("posted", "邮寄送达"),
                            ("entrusted", "委托、转交送达"),
                            ("announced", "公告送达"),
                            ("told", "口头或电话告知"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("told_on", models.DateField(null=True, verbose_name="送达日期")),
                ("received_by", hutong.ground.sealing.SealedTextField(null=True, verbose_name="签收人")),
                ("proof", hutong.ground.sealing.SealedTextField(null=True, verbose_name="凭证")),
                ("told_at", models.DateTimeField(help_text="when it was recorded", null=True)),
                ("told_by", models.CharField(blank=True, max_length=100)),
                (
                    "dropped",
                    models.CharField(blank=True, help_text="why nobody needs to be told any more", max_length=200),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "due"], name="documents_n_place_1464a9_idx"),
                    models.Index(fields=["matter"], name="documents_n_matter_18b6e0_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", ""), ("told_at", None), ("told_on", None)),
                            models.Q(
                                ("dropped", ""),
                                ("told_at__isnull", False),
                                ("told_on__isnull", False),
                                models.Q(("how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_told_or_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), help_text="posts, persons, organisations", null=True, size=None
                    ),
                ),
                ("record", models.UUIDField(help_text="the record that it belongs to, of whatever table")),
                ("child", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "照片"), ("voice", "录音"), ("signature", "签名"), ("scan", "扫描件")],
                        max_length=10,
                    ),
                ),
                ("mime", models.CharField(max_length=40)),
                ("size", models.IntegerField()),
                ("name", hutong.ground.sealing.SealedTextField(null=True, verbose_name="文件名")),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=100)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["child"], name="documents_a_child_157744_idx")],
                "constraints": [models.UniqueConstraint(fields=("record", "file"), name="file_once_a_record")],
            },
        ),
        *of_record("documents_notice", child="child"),
        *of_record("documents_attachment", child="child"),
    ]
