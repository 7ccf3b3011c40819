"""The fence of what may be one child twice."""

from django.db import migrations

from hutong.journal.protect import files, protect


class Migration(migrations.Migration):
    dependencies = [("doubles", "0001_initial"), ("children", "0002_floor")]
    operations = [
        protect("doubles_double", internal=True),
        files("pairs"),
    ]
