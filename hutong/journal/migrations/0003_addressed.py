"""Matters addressed to posts, persons and organisations (ADR 30)."""

from django.db import migrations

from hutong.journal.protect import files


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_fences")]
    operations = [files("addressed")]
