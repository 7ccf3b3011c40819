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
