"""催办: a reminder from the level above."""

from django.db import migrations, models

KINDS = [
    ("urgent", "有1件紧急事项待处理"),
    ("task", "有1项交办任务待办理"),
    ("overdue", "有逾期事项待督办"),
    ("urged", "上级催办，请尽快办理"),
    ("trial", "测试消息"),
]


class Migration(migrations.Migration):
    dependencies = [("alarms", "0003_trial")]

    operations = [
        migrations.AlterField(model, "kind", models.CharField(choices=KINDS, max_length=10))
        for model in ("alarm", "delivery")
    ]
