"""A share only ends; and a look that 地址保密 kept from happening is a look of its own kind."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0011_opened_read_only"),
    ]

    operations = [
        migrations.RunSQL((SQL / "share_ends.sql").read_text(), migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="view",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open", "打开档案"),
                    ("shared", "按授权查看"),
                    ("break_glass", "紧急查看"),
                    ("unmask", "显示号码"),
                    ("elsewhere", "查询外地登记"),
                    ("sealed", "查看密封事项"),
                    ("export", "导出清单"),
                    ("print", "打印档案"),
                    ("kept_out", "应回避，没有打开"),
                ],
                max_length=30,
            ),
        ),
    ]
