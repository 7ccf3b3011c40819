"""核验 for everybody who is signed in; papers that are void; papers of children opened by a share."""

from django.db import migrations, models

CHECKED = """
CREATE POLICY owner ON documents_paper TO CURRENT_USER USING (true) WITH CHECK (true);
-- Whoever opened a child by a share prints of it; the row stands where the child lives.
CREATE POLICY shared ON documents_paper FOR INSERT TO hutong_app
    WITH CHECK (child = ANY ((SELECT hutong_opened())::uuid[]));
CREATE FUNCTION documents_paper_checked(asked text)
    RETURNS TABLE (title text, unit text, at timestamptz, withdrawn_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.title::text, p.unit::text, p.at, p.withdrawn_at FROM documents_paper p
    WHERE p.code = asked AND (SELECT hutong_person()) IS NOT NULL
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_paper"),
        ("journal", "0003_share"),
    ]

    operations = [
        migrations.AddField(model_name="paper", name="withdrawn_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="paper",
            name="withdrawn_by",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="paper",
            name="withdrawn_reason",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="作废原因"),
            preserve_default=False,
        ),
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
    ]
