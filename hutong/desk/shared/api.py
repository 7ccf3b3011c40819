"""Routes of the lists of shares."""

from typing import Any, Literal

from ninja import Router

from hutong.accounts.http import Request, permits
from hutong.accounts.permissions import Permission
from hutong.desk.api import Limit
from hutong.desk.shared import listing
from hutong.desk.shared import schemas as s
from hutong.sharing.api import router as sharing

router = Router(tags=["shared"])


@router.get("/shared", response=s.SharedChildren)
@permits(Permission.SHARE_READ)
def shared(
    request: Request,
    kind: Literal["", "hukou", "move", "break_glass", "referral", "service"] = "",
    after: str | None = None,
    limit: Limit = 20,
) -> Any:
    """Children who live elsewhere, or of whom only parts were given, with what may be read and until when."""
    return listing.shared(request.grant, kind, after, limit)


# Beside POST /break-glass: one address must stand in one router, or Django asks only the first.
@sharing.get("/break-glass", response=s.BrokenGlasses)
@permits(Permission.LOOKS_READ)
def broken(request: Request, after: str | None = None, limit: Limit = 20) -> Any:
    """Children of this county whom an officer from elsewhere opened in an emergency."""
    return listing.broken(request.grant, after, limit)
