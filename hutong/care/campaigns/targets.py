"""Which children a running campaign asks for, and by which record each was checked. Duties and figures read the same."""

from psycopg import sql

from hutong.ground.query import Part, composed

# A child is checked when the file was confirmed or changed since the campaign began, or when visits since then found
# every item as it stands in the file. What a visit finds changed is checked when the file says so. With LIMIT the planner
# begins at the children: for one that changed it would else walk through all villages.
TARGETS = """
SELECT g.id AS campaign, c.id AS child, c.place, md5(g.id || ' ' || c.id)::uuid AS subject,
       greatest(g.starts, c.registered_on) AS since, g.ends,
       coalesce(f.record, v.record) AS record, coalesce(f."on", v."on") AS "on"
FROM care_campaign g
JOIN children_child c ON (
    SELECT true FROM care_campaignvillage w WHERE w.campaign_id = g.id AND w.place = c.place LIMIT 1)
LEFT JOIN LATERAL (SELECT c.confirmation AS record, c.confirmed_on AS "on" WHERE c.confirmed_on >= g.starts) f ON true
LEFT JOIN LATERAL (
    SELECT x.id AS record, x."on" FROM care_visit x
    WHERE x.child_id = c.id AND x."on" BETWEEN g.starts AND {today} AND NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements(g.items) i WHERE i ->> 'seen' = '' OR NOT EXISTS (
            SELECT 1 FROM care_visit y WHERE y.child_id = c.id AND y."on" BETWEEN g.starts AND {today}
            AND y.findings ->> (i ->> 'seen') = 'normal'))
    ORDER BY x."on" DESC, x.id DESC LIMIT 1) v ON true
WHERE g.closed_on IS NULL AND g.starts <= {today} AND c.exited_on IS NULL
  AND (g.categories = '[]'::jsonb OR EXISTS (
      SELECT 1 FROM children_category k
      WHERE k.child_id = c.id AND g.categories ? k.key AND k.period && daterange(g.starts, {today}, '[]')))
  AND {only}
"""


def targets(only: Part, today: Part = "%(today)s") -> sql.Composed:
    """TARGETS of some children. only: a condition over campaigns `g` and children `c`; today: `%(today)s` or an expression."""
    return composed(TARGETS, today=today, only=only)
