"""The posts that are held today, as a view: of an app below, whose floor is the journal's."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_addressed"), ("accounts", "0001_initial")]
    operations = [files("held")]
