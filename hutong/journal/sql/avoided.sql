-- Children under 地址保密 from whose file somebody must stay away (回避): who bears the name of the one protected against, or has
-- the telephone of somebody in the family. Who asks and the day are the context's; without one these say nothing.
-- Children whom the person who asks must keep away from today.
CREATE FUNCTION children_avoided() RETURNS TABLE (child uuid, place bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_addressprotection a ON a.against_name = p.name
    JOIN children_child c ON c.id = a.child_id WHERE p.id = (SELECT hutong_person()) AND a.period @> (SELECT hutong_today())
    UNION
    SELECT a.child_id, c.place FROM accounts_person p JOIN children_relative r ON r.phone_token = p.phone_token
    JOIN children_addressprotection a ON a.child_id = r.child_id
    JOIN children_child c ON c.id = a.child_id
    WHERE p.id = (SELECT hutong_person()) AND a.period @> (SELECT hutong_today())
$$;

-- Who of a village and township must keep away from a child there today; asked of a child inside the caller's places.
CREATE FUNCTION children_kept_away(asked uuid) RETURNS TABLE (person uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT p.id FROM children_child c
    JOIN accounts_post h ON h.place IN (c.place, c.place / 1000 * 1000) AND h.period @> (SELECT hutong_today())
    JOIN accounts_person p ON p.id = h.person_id
    JOIN children_addressprotection a ON a.child_id = c.id AND a.period @> (SELECT hutong_today())
    WHERE c.id = asked AND (SELECT hutong_places()) @> c.place AND (a.against_name = p.name OR EXISTS (
        SELECT 1 FROM children_relative r WHERE r.child_id = c.id AND r.phone_token = p.phone_token))
$$;
