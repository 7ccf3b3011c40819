import uuid_utils.compat
from django.db import migrations, models

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("code", models.CharField(help_text="printed at the bottom right", max_length=14, unique=True)),
                ("digest", models.BinaryField(help_text="HMAC of all that was printed")),
                ("title", models.CharField(max_length=100)),
                ("child", models.UUIDField(help_text="whose paper it is, where it is a child's", null=True)),
                ("rev", models.IntegerField(help_text="of the file that was printed", null=True)),
                ("person_name", models.CharField(max_length=100)),
                ("unit", models.CharField(help_text="whose officer printed it, and as what", max_length=200)),
                ("purpose", models.CharField(max_length=200)),
                ("recipient", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["child", "at"], name="documents_p_child_c38704_idx")],
            },
        ),
        protect("documents_paper"),
    ]
