"""区划变更, the administrator's screen."""

from typing import Any

from ninja import Router

from hutong.accounts.http import Request, permits
from hutong.accounts.permissions import Permission
from hutong.places.models import Change
from hutong.workforce.changes import schemas as s
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from hutong.workforce.changes.preview import preview

router = Router(tags=["区划变更"])
LIMIT = 500
WISH = set(s.PlaceWishIn.model_fields)


@router.get("/place-changes", response=s.PlaceChanges)
@permits(Permission.SYSTEM)
def changes(request: Request) -> Any:
    found = Change.objects.order_by("-done_at", "-id")
    return {"items": [shown(one) for one in found[:LIMIT]], "total": found.count()}


@router.post("/place-changes/preview", response=s.PlaceChangePreview)
@permits(Permission.SYSTEM)
def ask(request: Request, given: s.PlaceWishIn) -> Any:
    return preview(request.grant, Wish(**given.model_dump()))


@router.post("/place-changes", response=s.PlaceChangeOut)
@permits(Permission.SYSTEM)
def make(request: Request, given: s.PlaceChangeIn) -> Any:
    wish = Wish(**given.model_dump(include=WISH))
    return shown(change(request.grant, wish, given.document, given.reason, given.ends))


def shown(one: Change) -> dict[str, Any]:
    """PlaceChangeOut (schemas.py)."""
    return vars(one) | {"kind_name": Change.Kind(one.kind).label}
