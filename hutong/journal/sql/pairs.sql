-- Whoever must keep away from a child keeps away from what is owed about its double files too: the duty names both. Asked for
-- each child to avoid, so that it costs nothing to those who have none.
CREATE FUNCTION children_avoided_pairs(asked uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.id FROM doubles_double d
    WHERE asked IN (d.first, d.second) AND asked IN (SELECT a.child FROM children_avoided() a)
$$;
