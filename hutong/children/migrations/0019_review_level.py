from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("children", "0018_identity_once")]

    operations = [
        migrations.AddField("review", "made_by", models.UUIDField(null=True)),
        migrations.AddField(
            "review",
            "made_level",
            models.SmallIntegerField(default=5, help_text="level of the post that ended it"),
        ),
    ]
