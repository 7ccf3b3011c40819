from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_protect")]
    operations = [
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(condition=models.Q(("ending", "")), fields=["due", "child", "place"], name="duty_next"),
        ),
    ]
