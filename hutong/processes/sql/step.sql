-- The fence of a process: whoever writes, a record begins where its process begins and goes on by rows of it alone.
-- Arguments: the process, the column of the state. The step is in `step_id`.
CREATE FUNCTION process_step() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    before text := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) ->> TG_ARGV[1] ELSE '' END;
    after text := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
    -- Without a step taken the state stays; what writes all columns anew (a taking back) writes the same.
    IF TG_OP = 'UPDATE' AND after = before AND NEW.step_id = OLD.step_id THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM processes_step s WHERE s.key = NEW.step_id AND s.live AND s.process = TG_ARGV[0]
        AND s.from_state = before AND s.to_state = after;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such step of %: % -> % by %', TG_ARGV[0], before, after, NEW.step_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'process_step';
    END IF;
    RETURN NEW;
END $$;
