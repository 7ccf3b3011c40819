"""S2-1: every village has its child director, every township its supervisor; who must appoint owes it."""

from hutong.accounts.permissions import Role
from hutong.duties.registry import PLACE_SUBJECT, Rule, register
from hutong.places.codes import Level

# Owed since the last holder left; where nobody ever was, since the day on which the vacancy was first seen.
VACANT = """
SELECT {place} AS subject, NULL::uuid AS child, p.code AS place, coalesce(l.id, {place}) AS basis,
       coalesce(l."on", d.owed_since, {today}) AS owed_since, ARRAY[]::text[] AS categories, '{role}' AS situation,
       NULL::date AS no_later_than
FROM places_place p
LEFT JOIN (SELECT DISTINCT ON (place) place, id, upper(period) AS "on" FROM accounts_post
           WHERE role = '{role}' AND upper(period) <= {today} ORDER BY place, upper(period) DESC, id DESC) l
    ON l.place = p.code
LEFT JOIN duties_duty d ON d.rule = {rule} AND d.subject = {place} AND d.basis = coalesce(l.id, {place})
WHERE p.level = {level} AND {only} AND NOT EXISTS (
    SELECT 1 FROM accounts_post_today a WHERE a.place = p.code AND a.role = '{role}')
"""
FILLED = """
SELECT {place} AS subject, (array_agg(a.id ORDER BY lower(a.period)))[1] AS record, min(lower(a.period)) AS "on"
FROM places_place p JOIN accounts_post_today a ON a.place = p.code
WHERE a.role = '{role}' AND {only} GROUP BY p.id
"""


def start() -> None:
    """Make the rules live."""
    _vacancy("director", Role.CHILD_DIRECTOR, Level.VILLAGE, Role.SUPERVISOR)
    _vacancy("supervisor", Role.SUPERVISOR, Level.TOWNSHIP, Role.CIVIL_AFFAIRS)


def _vacancy(key: str, role: Role, level: Level, owner: Role) -> None:
    register(
        Rule(
            key=f"vacant_{key}",
            clause="S2-1",
            owner=owner,
            title=f"选配{role.label}",
            why=f"目前没有在任的{role.label}",
            sql=VACANT,
            met=FILLED,
            about="place",
            where="/posts",
            parts={"place": PLACE_SUBJECT, "role": role.value, "level": str(int(level))},
            reads={"accounts_post": "place", "places_place": "place"},
        )
    )
