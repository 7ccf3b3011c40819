"""The fence of what people say."""

from django.db import migrations

from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("journal", "0002_fences")]
    operations = [
        protect("feedback_feedback", also="sender = (SELECT hutong_setting('person'))::uuid"),
    ]
