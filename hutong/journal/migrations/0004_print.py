from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0003_share"),
    ]

    operations = [
        migrations.AlterField(
            model_name="view",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open", "打开档案"),
                    ("unmask", "显示号码"),
                    ("elsewhere", "查询外地登记"),
                    ("sealed", "查看密封事项"),
                    ("print", "打印档案"),
                ],
                max_length=30,
            ),
        ),
    ]
