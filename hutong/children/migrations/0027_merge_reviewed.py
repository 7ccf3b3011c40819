"""A merge too is looked at by the level above."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("children", "0026_pairs_avoided")]
    operations = [
        migrations.AlterField(
            "review",
            "kind",
            models.CharField(choices=[("exit", "退出"), ("category", "终止类别"), ("merge", "合并档案")], max_length=8),
        ),
        migrations.AlterField(
            "review",
            "category",
            models.UUIDField(help_text="the category that was ended, or the file that was merged into this", null=True),
        ),
    ]
