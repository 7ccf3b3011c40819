from django.db import migrations, models

KINDS = [
    ("urgent", "有1件紧急事项待处理"),
    ("task", "有1项交办任务待办理"),
    ("overdue", "有逾期事项待督办"),
    ("trial", "测试消息"),
]


class Migration(migrations.Migration):
    """Words alone: a trial message goes the way of all others."""

    dependencies = [("alarms", "0002_floor")]

    operations = [
        migrations.AlterField(model, "kind", models.CharField(choices=KINDS, max_length=10))
        for model in ("alarm", "delivery")
    ]
