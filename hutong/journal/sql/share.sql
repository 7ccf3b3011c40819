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

-- A share is given once and can only end: nobody prolongs one, adds a part to it, hands it to somebody else, revives it or
-- makes it unsaid. What moves and merges carry along (child, place) and that the county took note may still change.
REVOKE DELETE ON accounts_share FROM hutong_app;

CREATE FUNCTION share_only_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    free CONSTANT text[] := '{child,place,to_place,ended_at,ended_by,ended_reason,seen_at,seen_by}';
BEGIN
    IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free
        OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by, NEW.ended_reason)
            IS DISTINCT FROM (OLD.ended_at, OLD.ended_by, OLD.ended_reason)) THEN
        RAISE EXCEPTION 'a share only ends' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE ON accounts_share FOR EACH ROW EXECUTE FUNCTION share_only_ends();
