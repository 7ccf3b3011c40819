"""What is on its way from a phone; once whole it is an attachment of its record (ADR 33). The table keeps its name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sync", "0002_floor"), ("documents", "0004_attached")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Attachment", "Arriving"),
                migrations.AlterModelTable("arriving", "sync_attachment"),
            ]
        ),
        migrations.RemoveField("arriving", "file"),
        migrations.AddField("arriving", "whole", models.BooleanField(default=False)),
        migrations.AlterField(
            "arriving",
            "kind",
            models.CharField(
                choices=[("photo", "照片"), ("voice", "录音"), ("signature", "签名"), ("scan", "扫描件")], max_length=10
            ),
        ),
        migrations.AlterField(
            "arriving",
            "record",
            models.UUIDField(help_text="what the operation made, such as a visit; itself, as long as it made none"),
        ),
    ]
