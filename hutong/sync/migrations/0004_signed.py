"""What a signature that is on its way was put under (ADR 33)."""

from django.db import migrations

from hutong.ground.sealing import SealedTextField


class Migration(migrations.Migration):
    dependencies = [("sync", "0003_arriving")]
    operations = [
        migrations.AddField(
            "arriving",
            "signed",
            SealedTextField(null=True, help_text="of a signature, what was signed: JSON of signing.Signed"),
        ),
    ]
