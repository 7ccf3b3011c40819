"""Lists are counted in indexes alone, and a category is found from either side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("children", "0016_lean")]
    operations = [
        migrations.RemoveIndex("child", "child_by_birth"),
        migrations.AddIndex(
            "child",
            models.Index(
                fields=["place", "birth_date", "id"],
                include=["sex", "risk", "exited_on", "exit_reason"],
                name="child_by_birth",
            ),
        ),
        migrations.RemoveIndex("category", "category_child"),
        migrations.AddIndex(
            "category", models.Index(fields=["child", "key"], include=["place", "period"], name="category_child")
        ),
        migrations.AddIndex(
            "category", models.Index(fields=["key", "place", "child"], include=["period"], name="category_list")
        ),
    ]
