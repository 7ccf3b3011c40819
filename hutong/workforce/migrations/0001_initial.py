import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("journal", "0003_addressed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("cover", "代班"),
                            ("night_first", "夜间第一值班人"),
                            ("night_second", "夜间第二值班人"),
                        ],
                        max_length=12,
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[("leave", "请假"), ("training", "外出培训"), ("other", "其他")],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("voice", hutong.ground.sealing.SealedTextField(null=True, verbose_name="值班电话")),
                (
                    "away",
                    models.ForeignKey(
                        help_text="the post that is covered",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        help_text="of whoever stands in",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
                (
                    "opened",
                    models.ForeignKey(
                        help_text="held for these days only",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "seat"], name="workforce_t_place_f37885_idx")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("seat", "cover")),
                        expressions=[(models.F("away"), "="), ("period", "&&")],
                        name="one_cover_at_a_time",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("seat", "cover"), _negated=True),
                        expressions=[(models.F("place"), "="), (models.F("seat"), "="), ("period", "&&")],
                        name="one_in_a_night_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seat", "cover"), ("away", None), _connector="XOR"), name="cover_of_a_post"
                    ),
                ],
            },
        ),
        protect("workforce_turn"),
    ]
