"""The route of the search in sealed matters."""

from typing import Any

from ninja import Router

from hutong.accounts import positions
from hutong.accounts.http import Request, permits
from hutong.accounts.limits import SEALED, SEALED_DAY, limited
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.refs import refs
from hutong.children.sealed import finding
from hutong.children.sealed import schemas as s
from hutong.ground.sealing import unsealed
from hutong.journal.actions import looked

router = Router(tags=["密封事项"])
# Each one shown is a look; a long page would be many at once.
PAGE = 10


@router.post("/search/sealed", response=s.SealedResults)
@limited(SEALED)
@limited(SEALED_DAY)
@permits(Permission.SEALED)
def search(request: Request, given: s.SealedSearchIn) -> Any:
    """Matters in whose text the words stand. Each child shown is a look."""
    grant = request.grant
    facts = finding.search(grant, given.words)
    # Whom the officer must keep away from (回避) is not found here either.
    children = Child.objects.within(grant)
    seen = set(children.filter(pk__in={one.child for one in facts}).values_list("pk", flat=True))
    found, foot = positions.picked([one for one in facts if one.child in seen], lambda one: one.pk, given.after, PAGE)
    shown = refs(children, {one.child for one in found})
    for child in shown.values():
        looked(grant, "sealed", child.place.code, child.id, "检索密封事项")
    items = [
        {"id": one.pk, "child": shown[one.child], "label": SealedKind(unsealed(one, "kind")).label} for one in found
    ]
    return {"items": items, **foot}
