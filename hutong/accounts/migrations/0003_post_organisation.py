from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_share"), ("journal", "0003_share")]
    operations = [migrations.RemoveField("post", "organisation_name")]
