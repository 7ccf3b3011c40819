"""Routes of shares: who may read a child's file beyond its place."""

from datetime import datetime, time, timedelta
from typing import Any

from ninja import Router, Status

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, missing, parsed_id, permits
from hutong.accounts.limits import NUMBERS, limited
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, Share
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.children.opening import fetch
from hutong.children.parts import PARTS, USUAL, longest
from hutong.ground import clock
from hutong.ground.clock import SHANGHAI
from hutong.places import refs as named
from hutong.sharing import actions, hukou, show
from hutong.sharing import break_glass as break_glass_
from hutong.sharing import schemas as s
from hutong.workforce import organisations

router = Router(tags=["sharing"])
Kind = Share.Kind
# Given by a person at the desk; the others come from a move or from breaking the glass.
BY_HAND = (Kind.HUKOU, Kind.REFERRAL, Kind.SERVICE)


@router.get("/children/{child}/shares", response=s.Shares)
@permits(Permission.SHARE_WRITE)
def shares(request: Request, child: str) -> Any:
    return _shares(request.grant, fetch(request, child))


@router.post("/children/{child}/shares", response=s.Shares)
@permits(Permission.SHARE_WRITE)
def give(request: Request, child: str, given: s.ShareIn) -> Any:
    found = fetch(request, child)
    organisation = _organisation(request.grant, given)
    until = datetime.combine(given.until + timedelta(1), time(), SHANGHAI)
    actions.give(request.grant, found, organisation, kind=given.kind, purpose=given.purpose, parts=given.parts,
                 until=until, id=given.id)  # fmt: skip
    return _shares(request.grant, found)


@router.post("/children/{child}/shares/{share}/end", response=s.Shares)
@permits(Permission.SHARE_WRITE)
def end(request: Request, child: str, share: str, given: s.ShareEnd) -> Any:
    found = fetch(request, child)
    row = Share.objects.within(request.grant).filter(pk=parsed_id(share), child=found.pk).first()
    if row is None:
        raise missing("授权")
    actions.end(request.grant, row, given.reason)
    return _shares(request.grant, found)


@router.post("/break-glass", response=s.BrokenGlass)
@limited(NUMBERS)
@permits(Permission.BREAK_GLASS)
def break_glass(request: Request, given: s.BreakGlassIn) -> Any:
    wanted = break_glass_.Wanted(given.number, given.name, given.birth_date, given.purpose)
    child, until = break_glass_.open_beyond(request.grant, wanted)
    return {"child": child, "until": until}


@router.post("/break-glass/numbers", response={204: None})
@permits(Permission.BREAK_GLASS)
def glass_numbers(request: Request, given: s.GlassNumbersIn) -> Status:
    break_glass_.open_numbers(request.grant, given.child, given.purpose)
    return Status(204, None)


@router.post("/break-glass/{glass}/seen", response={204: None})
@permits(Permission.SHARE_WRITE)
def take_note(request: Request, glass: str) -> Status:
    break_glass_.take_note(request.grant, parsed_id(glass, "紧急查看"))
    return Status(204, None)


def _organisation(grant: Grant, given: s.ShareIn) -> Organisation:
    if given.kind == Kind.HUKOU:
        if given.place is None or grant.covers(given.place):
            raise Problem(
                422, "请选择辖区以外的户籍地。", "invalid", [("place", "请选择户籍地所在的县（市、区）或乡镇。")]
            )
        return organisations.unit(grant, given.place)
    found = plain(Organisation).filter(pk=given.organisation).exclude(kind=Organisation.Kind.UNIT).first()
    if found is None:
        raise Problem(422, "请选择单位。", "invalid", [("organisation", "请从名录里选择一个单位。")])
    return found


def _shares(grant: Grant, child: Child) -> dict[str, Any]:
    rows = Share.objects.within(grant).filter(child=child.pk).exclude(kind=Kind.BREAK_GLASS)
    found = list(rows.select_related("organisation").order_by("-given_at"))
    county = hukou.county_of(child)
    return {
        "items": show.of_giver(found),
        "parts": [{"key": key, "title": title} for key, title in PARTS.items()],
        "kinds": [
            {
                "key": kind.value,
                "title": kind.label,
                "usual": list(USUAL[kind]),
                "longest": longest(kind, clock.today()),
            }
            for kind in BY_HAND
        ],
        "hukou": named.refs([county])[county] if county else None,
        "hukou_text": child.hukou_place,
    }
