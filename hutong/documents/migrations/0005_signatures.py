"""Signatures over the text that the signer saw (ADR 33)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing
from hutong.journal.protect import of_record


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_attached"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signature",
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
                ("record", models.UUIDField()),
                ("child", models.UUIDField(null=True)),
                ("template", models.CharField(max_length=40)),
                ("version", models.SmallIntegerField()),
                ("text", hutong.ground.sealing.SealedTextField(help_text="as the signer saw it")),
                (
                    "digest",
                    models.CharField(help_text="keyed hash of the SHA-256 that papers quote", max_length=64),
                ),
                ("signer", hutong.ground.sealing.SealedTextField(verbose_name="签字人")),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("parent", "父母"),
                            ("guardian", "监护人"),
                            ("carer", "实际照护人"),
                            ("child", "儿童本人"),
                            ("staff", "工作人员"),
                            ("other", "其他人"),
                        ],
                        max_length=10,
                        verbose_name="身份",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[("strokes", "签名"), ("thumbprint", "手印")], max_length=10, verbose_name="方式"
                    ),
                ),
                (
                    "witness",
                    hutong.ground.sealing.SealedTextField(
                        help_text="of who cannot read: the text was read aloud", null=True, verbose_name="见证人"
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(max_length=100)),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.attachment"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record"], name="documents_s_record_d6c769_idx"),
                    models.Index(fields=["child"], name="documents_s_child_9e9416_idx"),
                ],
            },
        ),
        *of_record("documents_signature", child="child"),
    ]
