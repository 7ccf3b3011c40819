from django.db import migrations, models

from hutong.children.sql import AVOIDED


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0011_months"),
    ]

    operations = [
        migrations.RunSQL(AVOIDED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="addressprotection",
            index=models.Index(fields=["against_name"], name="protection_against"),
        ),
    ]
