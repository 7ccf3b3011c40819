import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.BigIntegerField(unique=True, verbose_name="填报代码")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "省级"), (2, "地级"), (3, "县级"), (4, "乡级"), (5, "村级")],
                        verbose_name="级别",
                    ),
                ),
                ("name", models.CharField(db_collation="C", max_length=100, verbose_name="名称")),
                ("short_name", models.CharField(db_collation="C", max_length=100, verbose_name="简称")),
                ("pinyin", models.CharField(db_collation="C", max_length=400, verbose_name="拼音")),
                ("initials", models.CharField(db_collation="C", max_length=100, verbose_name="拼音首字母")),
            ],
            options={
                "verbose_name": "区划",
                "indexes": [
                    models.Index(fields=["name"], name="place_name"),
                    models.Index(fields=["short_name"], name="place_short_name"),
                    models.Index(fields=["pinyin"], name="place_pinyin"),
                    models.Index(fields=["initials"], name="place_initials"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("level__range", (1, 5))), name="place_level")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatisticalCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.BigIntegerField(verbose_name="统计代码")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="有效期")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statistical_codes",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "统计代码",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("code", "="), ("valid", "&&")], name="statistical_code_once"
                    )
                ],
            },
        ),
    ]
