REVOKE UPDATE, DELETE ON journal_view FROM hutong_app;
ALTER TABLE journal_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal_view FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON journal_view TO CURRENT_USER USING (true) WITH CHECK (true);

-- Who looked is for the county and above: the father in the village committee must not learn who asked about his child.
-- Everybody may read their own looks; whoever opened a child by a share writes the look where the child lives.
CREATE POLICY scope ON journal_view FOR SELECT TO hutong_app
    USING (person = (SELECT hutong_person())
        OR (coalesce((SELECT hutong_places()) @> place / 1000000 * 1000000, false)
            AND (kind <> 'sealed' OR (SELECT hutong_sealed()))));
CREATE POLICY look ON journal_view FOR INSERT TO hutong_app
    WITH CHECK (person = (SELECT hutong_person())
        AND ((SELECT hutong_places()) @> place OR child = ANY ((SELECT hutong_opened())::uuid[])));
