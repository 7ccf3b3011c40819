"""Routes of one's own alarms, and of the administrator's ways out."""

import uuid
from typing import Any

from django.db.models import Count, Max, Q
from ninja import Router, Status

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.limits import TRIALS, limited
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation
from hutong.accounts.permissions import Permission
from hutong.alarms import actions
from hutong.alarms import schemas as s
from hutong.alarms.models import PAGES, Alarm, Channel, Delivery, Kind
from hutong.ground.sealing import unsealed
from hutong.places import refs

router = Router(tags=["alarms"])
State = Delivery.State


@router.get("/alarms", response=s.Alarms)
@permits(Permission.SIGNED_IN)
def mine(request: Request, after: str | None = None) -> Any:
    rows = plain(Alarm).filter(person=request.grant.person)
    found, foot = positions.listed(rows, ("-raised_at", "-id"), after)
    return {"items": [_shown(row) for row in found], "unread": rows.filter(read_at=None).count(), **foot}


@router.post("/alarms/read", response={204: None})
@permits(Permission.SIGNED_IN)
def read(request: Request, given: s.ReadIn) -> Status:
    actions.read(request.grant, given.ids)
    return Status(204, None)


def _shown(row: Alarm) -> dict[str, Any]:
    kind = Kind(row.kind)
    return {"id": row.id, "text": kind.label, "to": PAGES[kind], "raised_at": row.raised_at, "read": bool(row.read_at)}


@router.get("/alarm-channels", response=s.Channels)
@permits(Permission.SYSTEM)
def channels(request: Request, after: str | None = None) -> Any:
    found, foot = positions.listed(_channels(request.grant), ("place", "id"), after)
    places = refs.refs({row.place for row in found})
    return {"items": [_way(row) | {"place": places[row.place]} for row in found], **foot}


def _channels(grant: Grant) -> Any:
    unsent = Q(deliveries__state__in=[State.WAITING, State.AGAIN])
    return (
        Channel.objects.within(grant)
        .filter(closed_at=None)
        .select_related("organisation")
        .annotate(
            waiting=Count("deliveries", filter=unsent),
            again=Count("deliveries", filter=Q(deliveries__state=State.AGAIN)),
            failed=Count("deliveries", filter=Q(deliveries__state=State.FAILED)),
            sent_at=Max("deliveries__sent_at"),
        )
    )


def _way(row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "name", "waiting", "again", "failed", "sent_at")}
    kind = (unsealed(row, "url") or "").partition("://")[0]
    return told | {"organisation": row.organisation.name if row.organisation else "", "kind": kind}


@router.post("/alarm-channels", response={204: None})
@permits(Permission.SYSTEM)
def add(request: Request, given: s.ChannelIn) -> Status:
    actions.add(request.grant, given.place, given.organisation, given.name, given.url)
    return Status(204, None)


@router.post("/alarm-channels/{channel}/again", response={204: None})
@permits(Permission.SYSTEM)
def again(request: Request, channel: str) -> Status:
    actions.again(request.grant, _id(channel))
    return Status(204, None)


@router.post("/alarm-channels/{channel}/trial", response={204: None})
@limited(TRIALS)
@permits(Permission.SYSTEM)
def try_out(request: Request, channel: str) -> Status:
    actions.try_out(request.grant, _id(channel))
    return Status(204, None)


@router.get("/alarm-channels/offices", response=s.Offices)
@permits(Permission.SYSTEM)
def offices(request: Request, place: int, after: str | None = None) -> Any:
    """Departments, institutions and bodies at one place, to choose whose a channel is."""
    grant, place = place_in(request.grant, place)
    rows = Organisation.objects.within(grant).filter(place=place, closed_on=None)
    found, foot = positions.listed(rows.exclude(kind=Organisation.Kind.UNIT), ("name", "id"), after)
    return {"items": found, **foot}


@router.post("/alarm-channels/{channel}/close", response={204: None})
@permits(Permission.SYSTEM)
def close(request: Request, channel: str) -> Status:
    actions.close(request.grant, _id(channel))
    return Status(204, None)


def _id(channel: str) -> uuid.UUID:
    return parsed_id(channel, "通知渠道")
