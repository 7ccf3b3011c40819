"""The same answers by one statement each, as the owner sees the tables: what a person with psql would write."""

LAST = "\U0010ffff"
INSIDE = "c.place >= %(low)s AND c.place < %(high)s AND c.exited_on IS NULL"
BY_NAME, BY_BIRTH = "c.name_key, c.id", "c.birth_date DESC, c.id DESC"
# What a list says of each child, beside the child itself, and how many there are up to 10,001.
AROUND = """
SELECT p.*, k.keys, g.name, g.relation, g.phone, v.last, d.due, s.name, t.name, o.names,
       (SELECT count(*) FROM (SELECT 1 FROM {rows} LIMIT 10001) n)
FROM page p
LEFT JOIN LATERAL (SELECT array_agg(key) AS keys FROM children_category
    WHERE child_id = p.id AND period @> current_date) k ON true
LEFT JOIN LATERAL (SELECT name, relation, phone FROM children_relative
    WHERE child_id = p.id AND kind IN ('carer', 'guardian') AND period @> current_date ORDER BY kind LIMIT 1) g ON true
LEFT JOIN LATERAL (SELECT max("on") AS last FROM care_visit WHERE child_id = p.id) v ON true
LEFT JOIN LATERAL (SELECT min(due) AS due FROM duties_duty WHERE child = p.id AND ending = '') d ON true
LEFT JOIN places_place s ON s.code = p.place
LEFT JOIN places_place t ON t.code = p.place / 1000 * 1000
LEFT JOIN LATERAL (SELECT array_agg(n.name) AS names FROM accounts_post a JOIN accounts_person n ON n.id = a.person_id
    WHERE a.place = p.place AND a.role = 'child_director' AND a.period @> current_date) o ON true
"""
# Walks the duties in order and takes each child at its first; grouping them all takes a hundred times as long.
NEAREST = """
WITH page AS (
    SELECT c.*, f.due AS first FROM duties_duty f JOIN children_child c ON c.id = f.child AND c.exited_on IS NULL
    WHERE f.place >= %(low)s AND f.place < %(high)s AND f.ending = '' AND (f.due, f.child) > (%(due)s, %(id)s)
    AND NOT EXISTS (SELECT 1 FROM duties_duty e WHERE e.child = f.child AND e.ending = '' AND (e.due, e.id) < (f.due, f.id))
    ORDER BY f.due, f.child LIMIT 21)
"""
TOKENS = """c.id IN (SELECT child_id FROM children_token
    WHERE place >= %(low)s AND place < %(high)s AND token >= %(word)s AND token < %(word)s || %(last)s)"""
NUMBER = "c.id = (SELECT child_id FROM children_identity WHERE token = %(token)s)"
FILTERED = """c.sex = 'female' AND c.birth_date <= current_date - interval '6 years'
    AND c.birth_date > current_date - interval '13 years'
    AND EXISTS (SELECT 1 FROM children_category WHERE child_id = c.id AND key = 'left_behind' AND period @> current_date)"""
OPEN = """
SELECT c.*,
    (SELECT json_agg(r) FROM children_relative r WHERE child_id = c.id AND period @> current_date),
    (SELECT json_agg(k) FROM children_category k WHERE child_id = c.id AND period @> current_date),
    (SELECT json_agg(s) FROM children_schooling s WHERE child_id = c.id AND period @> current_date),
    (SELECT json_agg(a) FROM children_aidreceived a WHERE child_id = c.id AND period @> current_date),
    (SELECT json_agg(p) FROM places_place p WHERE p.code IN (c.place, c.place / 1000 * 1000,
        c.place / 1000000 * 1000000, c.place / 100000000 * 100000000, c.place / 10000000000 * 10000000000)),
    (SELECT json_agg(n.name) FROM accounts_post a JOIN accounts_person n ON n.id = a.person_id
        WHERE a.place = c.place AND a.role = 'child_director' AND a.period @> current_date)
FROM children_child c WHERE c.id = %(child)s AND c.place >= %(low)s AND c.place < %(high)s
"""


def page(condition: str = "true", order: str = BY_NAME, beyond: str = "true") -> str:
    """One page of 20 children (one more, to know whether there is a next) and what stands around them."""
    found = f"children_child c WHERE {INSIDE} AND {condition}"
    head = f"WITH page AS (SELECT c.* FROM {found} AND {beyond} ORDER BY {order} LIMIT 21)"
    return head + AROUND.format(rows=found)


def nearest() -> str:
    """The page of those with the nearest duty."""
    return NEAREST + AROUND.format(rows=f"children_child c WHERE {INSIDE}")


# The figures of a home page counted at once: duties of the units below by rule, and done and overdue of six months.
_MONTHS = ",\n    ".join(
    f"count(*) FILTER (WHERE ending = 'done' AND date_trunc('month', ended_on) = date_trunc('month', %(today)s::date) - interval '{n} months'),"
    f" count(*) FILTER (WHERE due < least(date_trunc('month', %(today)s::date) - interval '{n - 1} months', %(today)s::date)"
    f" AND (ending = '' OR ended_on >= least(date_trunc('month', %(today)s::date) - interval '{n - 1} months', %(today)s::date)))"
    for n in range(6)
)
HOME = f"""
SELECT place / %(width)s, rule, count(*) FILTER (WHERE ending = '' AND due BETWEEN %(today)s AND %(today)s::date + 30),
    count(*) FILTER (WHERE ending = '' AND due < %(today)s),
    {_MONTHS},
    (SELECT count(*) FROM children_child WHERE place >= %(low)s AND place < %(high)s AND exited_on IS NULL)
FROM duties_duty WHERE place >= %(low)s AND place < %(high)s GROUP BY 1, 2
"""
