from django.db import migrations

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("journal", "0002_protect")]
    operations = [
        protect("documents_file"),
    ]
