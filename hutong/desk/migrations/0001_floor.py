"""The sums behind the home pages of counties and above (ADR 21)."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_floor"), ("children", "0002_floor")]
    operations = [
        files("tallied", "tally"),
    ]
