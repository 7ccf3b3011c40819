REVOKE ALL ON journal_stream FROM hutong_app;
REVOKE INSERT, UPDATE, DELETE ON journal_entry FROM hutong_app;
ALTER TABLE journal_stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_stream FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_stream TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE journal_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_entry TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY scope ON journal_entry FOR SELECT TO hutong_app USING (
    (coalesce((SELECT hutong_places()) @> place, false) OR child = ANY ((SELECT hutong_opened())::uuid[]))
    AND (NOT sealed OR (SELECT hutong_sealed())));
