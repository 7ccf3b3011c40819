"""Rules over rows of which each is owed once: from the day it was made until it is answered."""

from hutong.duties.registry import Parts

OWED = """
SELECT w.id AS subject, {child} AS child, {place} AS place, w.id AS basis, {since} AS owed_since,
       ARRAY[]::text[] AS categories, {situation} AS situation, {due} AS no_later_than
FROM {rows} WHERE {open} AND {only}
"""
MET = 'SELECT w.id AS subject, w.id AS record, {on} AS "on" FROM {rows} WHERE {done} AND {only}'
OF_PLACE = "{table} w JOIN places_place p ON p.code = w.place"
OF_CHILD = "{table} w CROSS JOIN LATERAL (SELECT w.child_id AS id, {place} AS place) c"


def parts(table: str, since: str, on: str, *, rows: str = OF_CHILD, child: str = "w.child_id", place: str = "w.place",
          open: str = "{on} IS NULL", done: str = "{on} IS NOT NULL", due: str = "NULL::date", situation: str = "'*'",
          **more: str) -> Parts:  # fmt: skip
    """Parts of OWED and MET, in SQL. table: its rows are `w`. since, on: days on which a row was made and answered.

    rows: OF_CHILD, or OF_PLACE of a rule about places, or a join of one's own. due: a day of the row's own. more: further holes.
    """
    return {**more, "table": table, "since": since, "on": on, "child": child, "place": place, "rows": rows, "open": open,
            "done": done, "due": due, "situation": situation}  # fmt: skip
