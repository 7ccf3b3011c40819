from django.db import migrations

from hutong.children.sql import IDENTITY_ONCE


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0017_counted"),
    ]

    operations = [
        migrations.RunSQL(IDENTITY_ONCE, migrations.RunSQL.noop),
    ]
