"""Closed matters and clocks of minutes are in no sum (ADR 30)."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_floor"), ("duties", "0004_owners")]
    operations = [files("tallied")]
