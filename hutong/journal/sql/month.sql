-- What is closed stays: a row of a month only ever ends, or follows its village to another code.
CREATE FUNCTION returns_month_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD) - 'place';
    now jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        now := to_jsonb(NEW) - 'place';
        IF was = now AND hutong_setting('action') = 'places.change' THEN
            RETURN NEW;
        END IF;
        -- A row that lasts may end, once.
        IF TG_TABLE_NAME = 'returns_monthrow' AND was ->> 'until' IS NULL AND NEW.place = OLD.place
            AND was - 'until' - 'left' = now - 'until' - 'left' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a closed month stays as it is: %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON returns_ledgermonth
    FOR EACH ROW EXECUTE FUNCTION returns_month_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON returns_monthrow
    FOR EACH ROW EXECUTE FUNCTION returns_month_stays();
