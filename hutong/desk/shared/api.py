"""Routes of the lists of shares."""

from typing import Any

from ninja import Query, Router

from hutong.accounts.http import Request, permits
from hutong.accounts.lists import Limit
from hutong.accounts.permissions import Permission
from hutong.desk.shared import listing
from hutong.desk.shared import schemas as s
from hutong.sharing.api import router as sharing

router = Router(tags=["shared"])


@router.get("/shared", response=s.SharedChildren)
@permits(Permission.SHARE_READ)
def shared(request: Request, asked: Query[s.SharedIn]) -> Any:
    """Children who live elsewhere, or of whom only parts were given, with what may be read and until when."""
    return listing.shared(request.grant, asked.kind, asked.after, asked.limit)


# Beside POST /break-glass: one address must stand in one router, or Django asks only the first.
@sharing.get("/break-glass", response=s.BrokenGlasses)
@permits(Permission.LOOKS_READ)
def broken(request: Request, after: str | None = None, limit: Limit = 20) -> Any:
    """Children of this county whom an officer from elsewhere opened in an emergency."""
    return listing.broken(request.grant, after, limit)
