-- As before; and whether the phone still speaks for its owner: neither ended nor shut out, and the owner a child director today.
DROP FUNCTION sync_reporter(uuid, uuid);
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
