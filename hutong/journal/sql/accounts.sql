-- The office that stands for a place: the register everybody may read, made for whoever asks in an operation.
CREATE FUNCTION organisation_unit(at bigint) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found uuid;
BEGIN
    IF NOT hutong_asked() THEN
        RETURN NULL;
    END IF;
    SELECT id INTO found FROM accounts_organisation WHERE place = at AND kind = 'unit';
    IF found IS NULL THEN
        INSERT INTO accounts_organisation (id, kind, name, place, contact, closed_reason)
            SELECT gen_random_uuid(), 'unit', name || CASE WHEN level <= 3 THEN '民政部门' ELSE '' END, code, '', ''
            FROM places_place WHERE code = at ON CONFLICT DO NOTHING;
        SELECT id INTO found FROM accounts_organisation WHERE place = at AND kind = 'unit';
    END IF;
    RETURN found;
END $$;

-- Whoever may not read sealed matters names nobody for them, whatever an action forgets.
CREATE FUNCTION accounts_post_named() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT hutong_sealed() AND (TG_OP = 'INSERT' OR NOT OLD.sealed) THEN
        RAISE EXCEPTION 'a post is named for sealed matters by those who are named' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER named BEFORE INSERT OR UPDATE OF sealed ON accounts_post
    FOR EACH ROW WHEN (NEW.sealed) EXECUTE FUNCTION accounts_post_named();

REVOKE UPDATE ON accounts_signin FROM hutong_app;
ALTER TABLE accounts_signin ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_signin FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_signin TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY scope ON accounts_signin TO hutong_app
    USING (coalesce((SELECT hutong_places()) @> place, false) OR person_id = (SELECT hutong_person())) WITH CHECK (person_id = (SELECT hutong_person()));

-- Whoever resets a password notes the old one, and reads none.
REVOKE UPDATE ON accounts_formerpassword FROM hutong_app;
ALTER TABLE accounts_formerpassword ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_formerpassword FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_formerpassword TO hutong_app
    USING (person_id = (SELECT hutong_person())) WITH CHECK (true);

-- Open sessions are their person's own, and the system's that removes old ones.
ALTER TABLE accounts_presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_presence FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_presence TO hutong_app
    USING (person_id = (SELECT hutong_person()) OR (SELECT hutong_system()));
