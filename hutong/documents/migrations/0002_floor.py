"""The fences of files and papers."""

from django.db import migrations

from hutong.journal.protect import files, protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        protect("documents_file"),
        protect("documents_paper", internal=True),
        files("paper"),
    ]
