from django.db import migrations, models

KINDS = [("exit", "退出"), ("category", "终止类别"), ("merge", "合并档案"), ("visit", "撤销走访")]


class Migration(migrations.Migration):
    """A visit that was taken back is looked at again, too."""

    dependencies = [("children", "0005_review_titles")]

    operations = [
        migrations.AlterField("review", "kind", models.CharField(choices=KINDS, max_length=8, verbose_name="办理种类")),
        migrations.AlterField(
            "review",
            "category",
            models.UUIDField(
                help_text="the category that was ended, the file that was merged into this, the visit that was taken back",
                null=True,
            ),
        ),
    ]
