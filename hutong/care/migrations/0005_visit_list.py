from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0004_campaigns"),
    ]

    operations = [
        migrations.AddIndex("visit", models.Index(fields=["on", "id", "place"], name="visit_list")),
    ]
