"""The log of sign-ins: everybody reads their own, the auditor those of the jurisdiction. Former passwords: one's own."""

from django.db import migrations

from hutong.journal.protect import INSIDE

SQL = f"""
REVOKE UPDATE ON accounts_signin FROM hutong_app;
ALTER TABLE accounts_signin ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_signin FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON accounts_signin TO hutong_app
    USING ({INSIDE} OR person_id = (SELECT hutong_person())) WITH CHECK (person_id = (SELECT hutong_person()));

-- Whoever resets a password notes the old one, and reads none.
REVOKE UPDATE ON accounts_formerpassword FROM hutong_app;
ALTER TABLE accounts_formerpassword ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_formerpassword FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_formerpassword TO hutong_app
    USING (person_id = (SELECT hutong_person())) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_both_streams"), ("accounts", "0004_sign_in")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
