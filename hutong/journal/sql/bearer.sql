-- Whose token is this, and whether its owner, or a new password, has ended the enrolment? Asked before any scope exists; whoever
-- asks holds the token.
CREATE FUNCTION sync_bearer(given bytea) RETURNS TABLE (
    device uuid, phone uuid, person uuid, place bigint, revoked_at timestamptz, ended_at timestamptz, issued_at timestamptz, old boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id, d.phone, d.person_id, s.place, d.revoked_at, d.ended_at, s.issued_at, s.token <> given
    FROM sync_session s JOIN sync_device d ON d.id = s.id WHERE given IN (s.token, s.previous)
$$;

-- Where a phone stands and whose it is, for an urgent report that names it, and whether the phone still speaks for its owner:
-- neither ended nor shut out, and the owner a child director today. Nothing else of it may be asked.
CREATE FUNCTION sync_reporter(given_phone uuid, given_person uuid)
RETURNS TABLE (device uuid, person uuid, name text, place bigint, enrolled_at timestamptz, stands boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id, d.person_id, p.name::text, d.place, d.enrolled_at,
        d.revoked_at IS NULL AND d.ended_at IS NULL AND p.is_active AND EXISTS (
            SELECT FROM accounts_post o
            WHERE o.person_id = p.id AND o.role = 'child_director' AND o.period @> hutong_today())
    FROM sync_device d JOIN accounts_person p ON p.id = d.person_id
    WHERE d.phone = given_phone AND (given_person IS NULL OR d.person_id = given_person)
    ORDER BY d.enrolled_at DESC LIMIT 1
$$;
