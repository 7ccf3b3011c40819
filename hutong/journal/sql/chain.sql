-- The hash chain over journal and log of looks (ADR 19). Writers pay for a random salt, of looks also for the number of their
-- transaction.
ALTER TABLE journal_entry ADD COLUMN salt uuid DEFAULT gen_random_uuid();
ALTER TABLE journal_view ADD COLUMN salt uuid DEFAULT gen_random_uuid(),
    ADD COLUMN xid bigint DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX journal_view_xid ON journal_view USING brin (xid) WITH (autosummarize = on, pages_per_range = 32);
CREATE INDEX journal_sealpart_end ON journal_sealpart (stream_id, sealed, last DESC);

REVOKE ALL ON journal_seal, journal_sealpart FROM hutong_app;
ALTER TABLE journal_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_seal FORCE ROW LEVEL SECURITY;
ALTER TABLE journal_sealpart ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_sealpart FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_seal TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY owner ON journal_sealpart TO CURRENT_USER USING (true) WITH CHECK (true);

CREATE FUNCTION journal_seal_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'seals of the journal stay as they are' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal FOR EACH STATEMENT EXECUTE FUNCTION journal_seal_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_sealpart FOR EACH STATEMENT EXECUTE FUNCTION journal_seal_stays();
