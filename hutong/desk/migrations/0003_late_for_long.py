"""Sums keep the days of what is late, while whether it is late for long depends on them."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_closed")]
    operations = [files("tallied")]
