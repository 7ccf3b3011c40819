"""Requests that wait for a second person, and the floor under what they guard (ADR 22)."""

from django.db import migrations

from hutong.journal.protect import protect

# Whoever may not read sealed matters names nobody for them, whatever an action forgets.
NAMED = """
CREATE FUNCTION accounts_post_named() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT hutong_sealed() AND (TG_OP = 'INSERT' OR NOT OLD.sealed) THEN
        RAISE EXCEPTION 'a post is named for sealed matters by those who are named' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER named BEFORE INSERT OR UPDATE OF sealed ON accounts_post
    FOR EACH ROW WHEN (NEW.sealed) EXECUTE FUNCTION accounts_post_named();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0016_fold_sorts"), ("accounts", "0007_ask")]
    operations = [protect("accounts_ask"), migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
