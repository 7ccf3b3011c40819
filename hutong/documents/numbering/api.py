"""Routes of the register of numbers."""

from typing import Any

from ninja import Query, Router, Status

from hutong.accounts import positions
from hutong.accounts.http import Request, parsed_id, permits
from hutong.accounts.permissions import Permission
from hutong.documents.models import Numbered, Series
from hutong.documents.numbering import actions, show
from hutong.documents.numbering import schemas as s

router = Router(tags=["numbering"])


@router.get("/paper-series", response=s.SeriesList)
@permits(Permission.PRINT)
def series(request: Request, after: str | None = None) -> Any:
    """The 机关代字 of the jurisdiction's units."""
    found, foot = positions.listed(Series.seen(request.grant), ("place", "code", "id"), after)
    return {"items": show.series(request.grant, found), **foot}


@router.post("/paper-series", response={204: None})
@permits(Permission.ORGANISATION_WRITE)
def open_series(request: Request, given: s.SeriesIn) -> Status:
    actions.open_series(request.grant, given.place, given.code)
    return Status(204, None)


@router.post("/paper-series/{series}/explain", response=s.Explained)
@permits(Permission.PRINT)
def explain(request: Request, series: str, given: s.NumbersUsedIn) -> Any:
    """Say what the numbers were used for that no paper of the system has."""
    return {"count": actions.explain(request.grant, parsed_id(series, "发文字号"), given.upto, given.reason)}


@router.get("/paper-numbers", response=s.NumberList)
@permits(Permission.PRINT)
def numbers(request: Request, asked: Query[s.NumbersIn]) -> Any:
    """The register, the newest first."""
    rows = Numbered.seen(asked.within(request.grant)).select_related("series")
    for name in ("series", "year"):
        if (value := getattr(asked, name)) is not None:
            rows = rows.filter(**{name: value})
    found, foot = positions.listed(rows, ("-at", "-id"), asked.after, asked.limit)
    return {"items": show.numbers(request.grant, found), **foot}
