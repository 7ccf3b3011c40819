import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("children", "0002_protect")]
    operations = [
        migrations.AlterField(
            model_name="token",
            name="child",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="children.child",
            ),
        ),
        migrations.RemoveIndex(model_name="child", name="child_list"),
        migrations.AddIndex(
            model_name="child", index=models.Index(fields=["name_key", "id", "place"], name="child_list")
        ),
        migrations.AddIndex(
            model_name="child", index=models.Index(fields=["birth_date", "id", "place"], name="child_list_birth")
        ),
    ]
