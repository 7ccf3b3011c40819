-- What an entry says of a key never changes; who confirmed it is somebody of the province, and not who entered it. What
-- changes of places carry along (place) may still change.
CREATE FUNCTION transfers_partner_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    confirming CONSTANT text[] := '{confirmed_on,confirmed_by,confirmed_by_name,confirmed_with}';
    closing CONSTANT text[] := '{closed_on,closed_by_name,closed_reason}';
    province CONSTANT bigint := NEW.place / 10000000000 * 10000000000;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_on IS NOT NULL THEN
            RAISE EXCEPTION 'a key is entered before it is confirmed' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - confirming - closing - 'place'::text IS DISTINCT FROM to_jsonb(OLD) - confirming - closing - 'place'::text
        OR OLD.closed_on IS NOT NULL AND to_jsonb(NEW) - 'place'::text IS DISTINCT FROM to_jsonb(OLD) - 'place'::text THEN
        RAISE EXCEPTION 'what is said of a key stays as it is' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_jsonb(NEW) - 'place'::text IS DISTINCT FROM to_jsonb(OLD) - 'place'::text
        AND NOT coalesce(hutong_places() @> int8range(province, province + 10000000000), false) THEN
        RAISE EXCEPTION 'keys are confirmed and closed at the province' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.confirmed_on, NEW.confirmed_by, NEW.confirmed_by_name, NEW.confirmed_with)
            IS DISTINCT FROM (OLD.confirmed_on, OLD.confirmed_by, OLD.confirmed_by_name, OLD.confirmed_with)
        AND (OLD.confirmed_on IS NOT NULL OR NEW.confirmed_by IS DISTINCT FROM hutong_person()) THEN
        RAISE EXCEPTION 'a key is confirmed once, by whoever says so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE ON transfers_partner FOR EACH ROW EXECUTE FUNCTION transfers_partner_stays();
REVOKE DELETE ON transfers_partner FROM hutong_app;
