import uuid_utils.compat
from django.db import migrations, models

from hutong.ground.sealing import SealedTextField
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("children", "0021_sealed_links")]

    operations = [
        migrations.CreateModel(
            name="SealedMonth",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("month", models.DateField(help_text="its first day")),
                ("figures", SealedTextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("place", "month"), name="sealed_month_once")],
            },
        ),
        protect("children_sealedmonth", sealed=True),
    ]
