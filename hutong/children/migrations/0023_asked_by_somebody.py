"""Functions over all places look up who asks and when, and say nothing where nobody does."""

from django.db import migrations

from hutong.children.sql import ASKED_BY_SOMEBODY


class Migration(migrations.Migration):
    dependencies = [("children", "0022_sealed_months"), ("journal", "0018_floor")]
    operations = [migrations.RunSQL(ASKED_BY_SOMEBODY, migrations.RunSQL.noop)]
