-- What the chain knows of one entry and of one look (ADR 19). The check makes these anew for
-- itself, from the program's own text, so that it does not believe what stands in the database.
-- The payload is hashed with its salt first: erased by law it leaves that hash behind and takes the salt with it.
CREATE FUNCTION public.journal_leaf(e journal_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array('entry', (e).stream_id, (e).sealed, (e).seq, (extract(epoch FROM (e).at) * 1000000)::bigint,
        (e).person, (e).post, (e).device, (e).op, (e).action, (e).record, (e).child, (e).changes -> 'moved')::text
        || CASE WHEN (e).changes ? 'erased' THEN coalesce((e).changes #>> '{erased,1}', '')
                ELSE encode(sha256(coalesce(uuid_send((e).salt), '') || convert_to((e).changes::text, 'UTF8')), 'hex') END, 'UTF8'))
$$;
-- stood: the stable id of the place, for codes change.
CREATE FUNCTION public.journal_leaf(v journal_view, stood bigint) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array('look', (v).id, (extract(epoch FROM (v).at) * 1000000)::bigint, (v).person, (v).post,
        (v).child, stood, (v).kind, (v).role, (v).from_place, (v).organisation, (v).xid)::text
        || CASE WHEN (v).erased IS NOT NULL THEN coalesce((v).erased ->> 1, '')
                ELSE encode(sha256(coalesce(uuid_send((v).salt), '') || convert_to((v).purpose, 'UTF8')), 'hex') END, 'UTF8'))
$$;
-- Unless its unit is gone, a place is what its id says; of a unit that is gone, the one that it became.
CREATE FUNCTION public.journal_stands(id bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT p.code FROM places_place p WHERE p.id = journal_stands.id),
                    (SELECT p.code FROM places_former f JOIN places_place p ON p.id = f.place_id
                     WHERE f.stable_id = journal_stands.id LIMIT 1), -journal_stands.id)
$$;
