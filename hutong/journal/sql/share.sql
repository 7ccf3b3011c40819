-- Who is behind a post beside its places, and the moment by the application's clock, which tests set.
CREATE FUNCTION hutong_organisations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('organisations'), '{}')::uuid[] $$;
CREATE FUNCTION hutong_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hutong_setting('person')::uuid $$;
CREATE FUNCTION hutong_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(hutong_setting('now')::timestamptz, now()) $$;

-- A share that opens a child to somebody else reads, and never writes, a row of its own table. A jurisdiction of a county
-- or more holds the county's own code; a township's does not.
ALTER TABLE accounts_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_share FORCE ROW LEVEL SECURITY;
CREATE POLICY scope ON accounts_share TO hutong_app
    USING (coalesce((SELECT hutong_places()) @> place, false)
        OR (child = ANY ((SELECT hutong_opened())::uuid[]) AND NOT isempty((SELECT hutong_places()))))
    WITH CHECK ((SELECT hutong_places()) @> place);
CREATE POLICY receivers ON accounts_share FOR SELECT TO hutong_app
    USING ((organisation_id = ANY ((SELECT hutong_organisations())::uuid[])
            OR coalesce((SELECT hutong_places()) @> to_place, false)
            OR person = (SELECT hutong_person()))
        AND ended_at IS NULL AND given_at <= (SELECT hutong_now()) AND until > (SELECT hutong_now()));
CREATE POLICY break_glass ON accounts_share FOR INSERT TO hutong_app
    WITH CHECK (kind = 'break_glass' AND person = (SELECT hutong_person())
        AND child = ANY ((SELECT hutong_opened())::uuid[]));
-- That somebody broke the glass is the county's to know, and theirs who did: no village or township learns of it.
CREATE POLICY county ON accounts_share AS RESTRICTIVE TO hutong_app
    USING (kind <> 'break_glass' OR person = (SELECT hutong_person())
        OR coalesce((SELECT hutong_places()) @> place / 1000000 * 1000000, false));

-- The office that stands for a place, made when first needed, also where the place is another county's.
CREATE FUNCTION organisation_unit(at bigint, fresh uuid) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found uuid;
BEGIN
    SELECT id INTO found FROM accounts_organisation WHERE place = at AND kind = 'unit';
    IF found IS NULL THEN
        INSERT INTO accounts_organisation (id, kind, name, place, contact, closed_reason)
            SELECT fresh, 'unit', name || CASE WHEN level <= 3 THEN '民政部门' ELSE '' END, code, '', ''
            FROM places_place WHERE code = at ON CONFLICT DO NOTHING;
        SELECT id INTO found FROM accounts_organisation WHERE place = at AND kind = 'unit';
    END IF;
    RETURN found;
END $$;

-- Who looked is for the county and above: the father in the village committee must not learn who asked about his child.
-- Everybody may read their own looks; whoever opened a child by a share writes the look where the child lives.
DROP POLICY scope ON journal_view;
CREATE POLICY scope ON journal_view FOR SELECT TO hutong_app
    USING (person = (SELECT hutong_person())
        OR (coalesce((SELECT hutong_places()) @> place / 1000000 * 1000000, false)
            AND (kind <> 'sealed' OR (SELECT hutong_sealed()))));
CREATE POLICY look ON journal_view FOR INSERT TO hutong_app
    WITH CHECK (person = (SELECT hutong_person())
        AND ((SELECT hutong_places()) @> place OR child = ANY ((SELECT hutong_opened())::uuid[])));

-- Posts named their department in words; each text becomes an entry of the register, where the post stands.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE accounts_post NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts_post DISABLE TRIGGER USER;
INSERT INTO accounts_organisation (id, kind, name, place, contact, closed_reason)
    SELECT gen_random_uuid(), kind, organisation_name, place, '', '' FROM (
        SELECT DISTINCT CASE role WHEN 'department' THEN 'department' WHEN 'partner' THEN 'body' ELSE role END AS kind,
               organisation_name, place
        FROM accounts_post
        WHERE organisation_name <> '' AND role IN ('department', 'partner', 'protection_institution', 'welfare_institution')
    ) named;
UPDATE accounts_post p SET organisation_id = o.id FROM accounts_organisation o
    WHERE o.place = p.place AND o.name = p.organisation_name
      AND o.kind = CASE p.role WHEN 'department' THEN 'department' WHEN 'partner' THEN 'body' ELSE p.role END;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE accounts_post ENABLE TRIGGER USER;
ALTER TABLE accounts_post FORCE ROW LEVEL SECURITY;
