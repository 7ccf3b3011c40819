"""Owners beside posts, steps of climbing, closed matters; what an operation touched waits for the engine (ADR 30)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from hutong.journal.protect import files, protect

# Of rounds that were opened before: where their owners stand. Their steps are made by the next night.
LEVELS = """
UPDATE duties_duty SET level = least(
    CASE owner WHEN 'child_director' THEN 5 WHEN 'supervisor' THEN 4 ELSE 3 END, duties_level(place))
"""
# Whoever sees a round sees where it climbs to.
STEPS = """
ALTER TABLE duties_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE duties_step FORCE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON duties_step FROM hutong_app;
CREATE POLICY scope ON duties_step FOR SELECT TO hutong_app USING (EXISTS (SELECT 1 FROM duties_duty d WHERE d.id = duty));
CREATE POLICY owner ON duties_step TO CURRENT_USER USING (true) WITH CHECK (true)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0003_clocks"),
        ("journal", "0003_addressed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("duty", models.UUIDField()),
                ("step", models.SmallIntegerField()),
                ("level", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "watched",
                    models.BooleanField(
                        db_default=False,
                        help_text="somebody is told at the minute: a clock of minutes, a closed matter",
                    ),
                ),
                ("reached_at", models.DateTimeField(help_text="when it was told", null=True)),
            ],
        ),
        files("duties"),
        migrations.AddField(
            model_name="policy",
            name="climbing",
            field=models.JSONField(
                default=list, help_text="how long overdue until which level above is told: [{level, amount, unit}]"
            ),
        ),
        migrations.RemoveField(
            model_name="duty",
            name="county_on",
        ),
        migrations.RemoveField(
            model_name="duty",
            name="township_on",
        ),
        migrations.RemoveField(
            model_name="policy",
            name="county_after_days",
        ),
        migrations.RemoveField(
            model_name="policy",
            name="township_after_days",
        ),
        migrations.AddField(
            model_name="duty",
            name="addressees",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                help_text="posts, persons, organisations who see it wherever they stand",
                null=True,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="closed",
            field=models.BooleanField(
                db_default=False, help_text="nobody but the addressees sees or counts it; its place is the county"
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="due_at",
            field=models.DateTimeField(help_text="the moment on that day, of clocks of minutes and hours", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="level",
            field=models.SmallIntegerField(
                db_default=5, help_text="at which its owner stands, 1 province to 5 village"
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="organisation",
            field=models.UUIDField(help_text="which owes it: a department, an institution, a body", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="person",
            field=models.UUIDField(help_text="who owes it, in a case", null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="policy",
            field=models.BigIntegerField(help_text="the row that says when it is due and where it climbs", null=True),
        ),
        migrations.AddField(
            model_name="task",
            name="organisation",
            field=models.UUIDField(help_text="who does it, where that is no post at the place", null=True),
        ),
        migrations.AlterField(
            model_name="duty",
            name="owner",
            field=models.CharField(
                blank=True,
                choices=[
                    ("child_director", "儿童主任"),
                    ("supervisor", "儿童督导员"),
                    ("protection_institution", "未成年人救助保护机构"),
                    ("welfare_institution", "儿童福利机构"),
                    ("civil_affairs", "民政部门"),
                    ("department", "成员单位"),
                    ("partner", "社会组织"),
                    ("auditor", "审计员"),
                    ("administrator", "系统管理员"),
                ],
                help_text="the role, where posts at the place owe it",
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="owner",
            field=models.CharField(
                blank=True,
                choices=[
                    ("child_director", "儿童主任"),
                    ("supervisor", "儿童督导员"),
                    ("protection_institution", "未成年人救助保护机构"),
                    ("welfare_institution", "儿童福利机构"),
                    ("civil_affairs", "民政部门"),
                    ("department", "成员单位"),
                    ("partner", "社会组织"),
                    ("auditor", "审计员"),
                    ("administrator", "系统管理员"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("addressees__isnull", False)), fields=["addressees"], name="duty_addressees"
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("closed", True), ("due_at__isnull", False), _connector="OR"),
                fields=["place"],
                name="duty_beside_sums",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("ending", "")), fields=["due_at"], name="duty_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", None), ("person", None), models.Q(("owner", ""), _negated=True)),
                    models.Q(("organisation__isnull", False), ("owner", ""), ("person", None)),
                    models.Q(("organisation", None), ("owner", ""), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="duty_one_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("organisation", None), ("person", None)),
                        ("addressees__isnull", False),
                        _connector="OR",
                    ),
                    models.Q(("closed", False), ("addressees__isnull", False), _connector="OR"),
                ),
                name="duty_addressed",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("reached_at", None), ("watched", True)), fields=["at"], name="duty_step_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("duty", "step"), name="duty_step_once"),
        ),
        # By its place nobody learns of a closed matter.
        migrations.RunSQL(
            "ALTER TABLE duties_duty ADD CONSTRAINT duty_closed_at_county CHECK (NOT closed OR place % 1000000 = 0)",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(LEVELS, migrations.RunSQL.noop),
        protect(
            "duties_duty",
            record=None,
            child="child",
            internal=True,
            addressed="addressees",
            closed="closed",
            again=True,
        ),
        protect("duties_task", addressed="ARRAY[organisation]", again=True),
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
    ]
