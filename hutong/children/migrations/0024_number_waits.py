from django.db import migrations

from hutong.children.sql import IDENTITY_WAITS


class Migration(migrations.Migration):
    dependencies = [("children", "0023_asked_by_somebody")]
    operations = [migrations.RunSQL(IDENTITY_WAITS, migrations.RunSQL.noop)]
