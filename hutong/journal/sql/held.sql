-- The posts that are held on the day of whoever asks, read with that one's own rights.
CREATE VIEW accounts_post_today WITH (security_invoker) AS
    SELECT id, person_id, organisation_id, role, place, sealed, period FROM accounts_post WHERE period @> (SELECT hutong_today());

REVOKE ALL ON accounts_post_today FROM hutong_app;
GRANT SELECT ON accounts_post_today TO hutong_app;
