"""A2-3: after a division the children are assigned to the parts; owed by the township's supervisor until all are."""

import uuid
from collections.abc import Sequence

from hutong.accounts.permissions import Role
from hutong.duties.registry import NIGHT, Rule, register
from hutong.places.models import Change

# The divided village by today's code.
DIVIDED = """
places_change s JOIN places_place p ON p.code = coalesce(
    (SELECT q.code FROM places_place q WHERE q.code = s.code),
    (SELECT q.code FROM places_former f JOIN places_place q ON q.id = f.place_id WHERE f.code = s.code
     ORDER BY f.until DESC, f.id DESC LIMIT 1))
"""
TO_PLACE = """
SELECT s.id AS subject, NULL::uuid AS child, p.code AS place, s.id AS basis, s.done_on AS owed_since,
       ARRAY[]::text[] AS categories, '*'::text AS situation, NULL::date AS no_later_than
FROM {divided} WHERE s.kind = 'split' AND {only} AND EXISTS (
    SELECT 1 FROM children_child c WHERE c.place = p.code AND c.exited_on IS NULL AND c.registered_on <= s.done_on
      AND NOT EXISTS (SELECT 1 FROM transfers_placing k WHERE k.split = s.id AND k.child_id = c.id))
"""
PLACED = """
SELECT s.id AS subject, (array_agg(k.id ORDER BY k.id DESC))[1] AS record, max(k."on") AS "on"
FROM {divided} JOIN transfers_placing k ON k.split = s.id WHERE s.kind = 'split' AND {only} GROUP BY s.id
"""


def start() -> None:
    """Make the rule live."""
    register(
        Rule("split", "A2-3", Role.SUPERVISOR, "分配拆分村的儿童", "村（居）拆分后，还有儿童没有分配到新的村（居）", TO_PLACE,
             about="place", met=PLACED, details=_told, where="/splits", waivable=False,
             parts={"divided": DIVIDED}, reads={"transfers_placing": "place", "places_place": "around"}
             | dict.fromkeys(("places_change", "places_former", "children_child"), NIGHT))
    )  # fmt: skip


def _told(splits: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    found = Change.objects.filter(pk__in=splits)
    return {one.pk: f"{one.name}拆出{one.new_name}（{one.document}），还有儿童没有分配" for one in found}
