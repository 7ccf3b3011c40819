from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0002_protect")]
    operations = [
        migrations.AddField(
            "epoch",
            "covered_to",
            models.DateTimeField(null=True, help_text="what the last backup holds; NULL where none was ever made"),
        ),
    ]
