"""Routes of campaigns (A1-4)."""

from typing import Any

from ninja import Query, Router, Status

from hutong.accounts.http import Request, parsed_id, permits, place_in
from hutong.accounts.permissions import Permission
from hutong.care.campaigns import actions, items, reading
from hutong.care.campaigns import schemas as s
from hutong.ground import clock

router = Router(tags=["摸底排查"])


@router.get("/campaigns", response=s.Campaigns)
@permits(Permission.CHILD_READ)
def campaigns(request: Request, asked: Query[s.CampaignsIn]) -> Any:
    return reading.listing(place_in(request.grant, asked.unit)[0], asked.after)


@router.get("/campaign-choices", response=s.CampaignChoices)
@permits(Permission.CAMPAIGN)
def choices(request: Request) -> Any:
    return {"items": items.items(clock.today())}


@router.post("/campaigns", response={204: None})
@permits(Permission.CAMPAIGN)
def open_one(request: Request, given: s.CampaignIn) -> Status:
    _, place = place_in(request.grant, given.place)
    new = actions.NewCampaign(**given.model_dump(exclude={"place"}, mode="python"))
    actions.open_campaign(request.grant, place, new)
    return Status(204, None)


@router.post("/campaign-preview", response=s.CampaignPreview)
@permits(Permission.CAMPAIGN)
def preview(request: Request, given: s.CampaignIn) -> Any:
    """Who gets what, before a campaign is opened."""
    grant, place = place_in(request.grant, given.place)
    return actions.preview(grant, place, actions.NewCampaign(**given.model_dump(exclude={"place"}, mode="python")))


@router.put("/campaigns/{campaign}", response={204: None})
@permits(Permission.CAMPAIGN)
def change(request: Request, campaign: str, given: s.CampaignChangeIn) -> Status:
    actions.change(request.grant, parsed_id(campaign, "摸底排查"), actions.NewCampaign(**given.model_dump()))
    return Status(204, None)


@router.delete("/campaigns/{campaign}", response={204: None})
@permits(Permission.CAMPAIGN)
def cancel(request: Request, campaign: str) -> Status:
    actions.cancel(request.grant, parsed_id(campaign, "摸底排查"))
    return Status(204, None)


@router.get("/campaigns/{campaign}", response=s.CampaignOut)
@permits(Permission.CHILD_READ)
def campaign_page(request: Request, campaign: str, unit: int | None = None) -> Any:
    grant, _ = place_in(request.grant, unit)
    found = reading.one(request.grant, parsed_id(campaign, "摸底排查"))
    return reading.page(grant, found, request.grant)


@router.get("/campaigns/{campaign}/children", response=s.CampaignChildren)
@permits(Permission.CHILD_READ)
def children(request: Request, campaign: str, asked: Query[s.CampaignChildrenIn]) -> Any:
    grant, _ = place_in(request.grant, asked.unit)
    found = reading.one(request.grant, parsed_id(campaign, "摸底排查"))
    return reading.children(grant, found, asked.state, asked.after)


@router.post("/campaign-villages/{campaign_village}/report", response={204: None})
@permits(Permission.CHILD_WRITE)
def report(request: Request, campaign_village: str, given: s.CampaignReportIn) -> Status:
    actions.report(request.grant, parsed_id(campaign_village, "摸底排查"), given.note)
    return Status(204, None)


@router.post("/campaigns/{campaign}/close", response={204: None})
@permits(Permission.CAMPAIGN)
def close(request: Request, campaign: str, given: s.CampaignCloseIn) -> Status:
    actions.close(request.grant, parsed_id(campaign, "摸底排查"), given.summary)
    return Status(204, None)
