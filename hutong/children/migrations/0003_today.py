"""Categories, schooling and relatives of today, as views."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("children", "0002_floor")]
    operations = [files("today")]
