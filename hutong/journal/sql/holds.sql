-- What functions with the owner's rights are told is what they cannot look up. Whoever reaches one with the application's role
-- and somebody's context makes it do no more than that somebody may (tests/test_floor.py).
-- Whether the person who asks holds one of these posts today over a place; so it is looked up, and not believed.
CREATE FUNCTION hutong_holds(roles text[], low bigint, high bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_post p JOIN accounts_person n ON n.id = p.person_id AND n.is_active
        WHERE p.person_id = hutong_person() AND p.role = ANY (roles) AND p.period @> hutong_today()
          AND p.place <= low AND high <= p.place + CASE
              WHEN p.place % 10000000000 = 0 THEN 10000000000 WHEN p.place % 100000000 = 0 THEN 100000000
              WHEN p.place % 1000000 = 0 THEN 1000000 WHEN p.place % 1000 = 0 THEN 1000 ELSE 1 END)
$$;
