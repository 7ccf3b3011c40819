import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0006_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="LookReview",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("look", models.UUIDField(unique=True)),
                ("place", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("explained", "已说明，属正常工作"), ("followed", "已交有关单位处理")],
                        max_length=10,
                        verbose_name="处理",
                    ),
                ),
                ("note", models.CharField(max_length=300, verbose_name="说明")),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
        ),
        migrations.AddField(
            model_name="view",
            name="from_place",
            field=models.BigIntegerField(help_text="where that post stands", null=True),
        ),
        migrations.AddField(
            model_name="view",
            name="organisation",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="view",
            name="role",
            field=models.CharField(blank=True, help_text="in which the person looked", max_length=30),
        ),
        migrations.AlterField(
            model_name="view",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open", "打开档案"),
                    ("shared", "按授权查看"),
                    ("break_glass", "紧急查看"),
                    ("unmask", "显示号码"),
                    ("elsewhere", "查询外地登记"),
                    ("sealed", "查看密封事项"),
                ],
                max_length=30,
            ),
        ),
        protect("journal_lookreview"),
    ]
