import uuid_utils.compat
from django.db import migrations, models

import hutong.ground.sealing
from hutong.journal.protect import protect


class Migration(migrations.Migration):
    dependencies = [
        ("workforce", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CleanRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.BigIntegerField()),
                (
                    "who",
                    models.CharField(
                        choices=[
                            ("staff", "工作人员"),
                            ("volunteer", "志愿者"),
                            ("carer", "照护人"),
                            ("relative", "亲属"),
                        ],
                        max_length=10,
                        verbose_name="人员类别",
                    ),
                ),
                (
                    "subject",
                    models.UUIDField(help_text="the person, relative or volunteer that the app of that kind keeps"),
                ),
                ("asked_name", models.CharField(max_length=100, verbose_name="查询人")),
                ("asked_of", models.CharField(max_length=100, verbose_name="查询单位")),
                ("asked_on", models.DateField(verbose_name="查询日期")),
                ("answer", hutong.ground.sealing.SealedTextField(blank=True, verbose_name="结果")),
                ("answered_on", models.DateField(null=True)),
                ("until", models.DateField(help_text="the first day on which it has to be asked again", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "-asked_on"], name="clean_subject")],
            },
        ),
        protect("workforce_cleanrecord"),
    ]
