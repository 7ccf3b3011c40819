-- As before, and whether its owner, or a new password, has ended the enrolment.
DROP FUNCTION sync_bearer(bytea);
CREATE FUNCTION sync_bearer(given bytea) RETURNS TABLE (
    device uuid, phone uuid, person uuid, place bigint, revoked_at timestamptz, ended_at timestamptz, issued_at timestamptz, old boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id, d.phone, d.person_id, s.place, d.revoked_at, d.ended_at, s.issued_at, s.token <> given
    FROM sync_session s JOIN sync_device d ON d.id = s.id WHERE given IN (s.token, s.previous)
$$;
