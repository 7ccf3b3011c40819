"""The fences of what phones sent, and the two questions that are asked before any scope exists."""

import uuid

from django.db import migrations
from django.utils import timezone

from hutong.journal.protect import files, protect, unlogged

# A phone is answered the same again wherever its owner's post stands by then.
BEARER = "device_id = (SELECT hutong_setting('bearer'))::uuid"


def _first_epoch(apps, schema_editor) -> None:
    epoch = apps.get_model("sync", "Epoch")
    epoch.objects.using(schema_editor.connection.alias).create(value=str(uuid.uuid4()), since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("sync", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        protect("sync_device", internal=True),
        protect("sync_session", record=None, internal=True),
        protect("sync_operation", record=None, also=BEARER),
        protect("sync_conflict"),
        protect("sync_quarantined"),
        protect("sync_attachment", child="child", also=BEARER),
        protect("sync_piece", record=None),
        protect("sync_urgentreport", county=True),
        # Whose urgent reports came from one unknown sender: apart from what was said, and in no log of the database.
        protect("sync_urgentsender", record=None),
        unlogged("sync_urgentsender", "sync_sendersalt"),
        files("bearer"),
        migrations.RunPython(_first_epoch, migrations.RunPython.noop),
    ]
