-- The facts of a file that hold on the day of whoever asks. Read with that one's own rights: the tables' policies hold.
CREATE VIEW children_category_today WITH (security_invoker) AS
    SELECT child_id, place, key FROM children_category WHERE period @> (SELECT hutong_today());

CREATE VIEW children_schooling_today WITH (security_invoker) AS
    SELECT id, child_id, place, stage FROM children_schooling WHERE period @> (SELECT hutong_today());

CREATE VIEW children_relative_today WITH (security_invoker) AS
    SELECT id, child_id, place, kind, name, whereabouts, able FROM children_relative WHERE period @> (SELECT hutong_today());

REVOKE ALL ON children_category_today, children_schooling_today, children_relative_today FROM hutong_app;
GRANT SELECT ON children_category_today, children_schooling_today, children_relative_today TO hutong_app;
