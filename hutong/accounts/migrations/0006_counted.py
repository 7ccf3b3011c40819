"""What limits count: one row for each limit and caller, instead of so many places in the cache."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sso")]
    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "name",
                    models.CharField(
                        help_text="the limit, and a hash of who", max_length=90, primary_key=True, serialize=False
                    ),
                ),
                ("times", models.BigIntegerField()),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE accounts_counted SET UNLOGGED", migrations.RunSQL.noop),
    ]
