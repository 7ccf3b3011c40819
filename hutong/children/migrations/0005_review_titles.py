"""A review's columns have the titles that its list shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0004_samples_and_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="review",
            name="answered_on",
            field=models.DateField(null=True, verbose_name="复核日期"),
        ),
        migrations.AlterField(
            model_name="review",
            name="kind",
            field=models.CharField(
                choices=[("exit", "退出"), ("category", "终止类别"), ("merge", "合并档案")],
                max_length=8,
                verbose_name="办理种类",
            ),
        ),
    ]
