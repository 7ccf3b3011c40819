"""区划变更, the administrator's screen."""

from typing import Any

from ninja import Router

from hutong.accounts import positions
from hutong.accounts.http import Request, permits
from hutong.accounts.permissions import Permission
from hutong.places.models import Change
from hutong.workforce.changes import requests, tasks
from hutong.workforce.changes import schemas as s
from hutong.workforce.changes.preview import preview

router = Router(tags=["区划变更"])


@router.get("/place-changes", response=s.PlaceChanges)
@permits(Permission.SYSTEM)
def changes(request: Request, after: str | None = None) -> Any:
    found, foot = positions.listed(Change.objects.all(), ("-done_at", "-id"), after)
    return {"items": [shown(one) for one in found], **foot, "asked": requests.shown(request.grant)}


@router.post("/place-changes/preview", response=s.PlaceChangePreview)
@permits(Permission.SYSTEM)
def ask(request: Request, given: s.PlaceWishIn) -> Any:
    return preview(request.grant, requests.wish_of(given))


@router.post("/place-changes", response=s.PlaceChangeRequest)
@permits(Permission.SYSTEM)
def make(request: Request, given: s.PlaceChangeIn) -> Any:
    """Confirmed: the worker makes it, and the list says how far it is."""
    kept = requests.ask(request.grant, given)
    tasks.change_places.defer(asked_id=str(kept.pk))
    return next(one for one in requests.shown(request.grant) if one["id"] == kept.pk)


def shown(one: Change) -> dict[str, Any]:
    """PlaceChangeOut (schemas.py)."""
    return vars(one) | {"kind_name": Change.Kind(one.kind).label}
