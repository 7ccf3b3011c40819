"""A1-4: open a campaign and close it with a summary; a village reports what it found."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.care.campaigns import figures, items
from hutong.care.models import Campaign, CampaignVillage
from hutong.children.models import Category, Child
from hutong.ground import clock
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level, interval, level_of
from hutong.places.models import Place

LONGEST = 366
NAMED = 3


@dataclass
class NewCampaign:
    """A campaign as planned. units: the whole of `place` when none is named; categories: every child when none."""

    name: str
    basis: str
    starts: date
    ends: date
    items: Sequence[str]
    units: Sequence[int] = ()
    categories: Sequence[str] = ()
    new_found: bool = True
    text: str = ""
    id: uuid.UUID = field(default_factory=new_id)


@action("care.open_campaign", Permission.CAMPAIGN)
def open_campaign(grant: Grant, place: int, new: NewCampaign) -> Campaign:
    """Open a campaign over a unit or parts of it; what it makes owed stands at once. Raises Problem 404, 422."""
    if kept := Campaign.objects.within(grant).filter(pk=new.id).first():
        return kept
    today = clock.today()
    chosen = [one for one in items.items(today) if one["key"] in new.items]
    if told := wrong(new, place, today, {one["key"] for one in chosen}):
        raise Problem(422, "；".join(sentence for _, sentence in told), "invalid", told)
    units = list(new.units) or [place]
    villages = _villages(grant, place, units)
    campaign = Campaign(
        id=new.id, place=place, name=new.name, basis=new.basis, text=new.text, starts=new.starts, ends=new.ends,
        where=_where(place, units), categories=list(new.categories), new_found=new.new_found, items=chosen,
        opened_name=grant.name, opened_on=today,
    )  # fmt: skip
    campaign.save(force_insert=True)
    plain(CampaignVillage).bulk_create([CampaignVillage(campaign=campaign, place=code) for code in villages])
    return campaign


def preview(grant: Grant, place: int, new: NewCampaign) -> dict[str, Any]:
    """Who would get what by a plan: villages and townships with a task, children to be checked as the register stands today.
    Raises Problem 404, 422."""
    villages = _villages(grant, place, list(new.units) or [place])
    children = Child.objects.within(grant).filter(place__in=villages, exited_on=None)
    if new.categories:
        today = {"period__contains": clock.today(), "key__in": list(new.categories)}
        children = children.filter(pk__in=Category.objects.within(grant).filter(**today).values("child"))
    townships = {at_level(code, Level.TOWNSHIP) for code in villages}
    return {"villages": len(villages), "townships": len(townships), "children": children.count()}


@action("care.change_campaign", Permission.CAMPAIGN)
def change(grant: Grant, campaign_id: uuid.UUID, new: NewCampaign) -> Campaign:
    """Change what is planned and has not begun; whom it concerns stays as it is. Raises Problem 404, 409, 422."""
    campaign = _planned(grant, campaign_id)
    today = clock.today()
    chosen = [one for one in items.items(today) if one["key"] in new.items]
    if told := wrong(new, campaign.place, today, {one["key"] for one in chosen}):
        raise Problem(422, "；".join(sentence for _, sentence in told), "invalid", told)
    campaign.name, campaign.basis, campaign.text, campaign.items = new.name, new.basis, new.text, chosen
    campaign.starts, campaign.ends, campaign.new_found = new.starts, new.ends, new.new_found
    campaign.save(update_fields=["name", "basis", "text", "items", "starts", "ends", "new_found"])
    return campaign


@action("care.cancel_campaign", Permission.CAMPAIGN)
def cancel(grant: Grant, campaign_id: uuid.UUID) -> None:
    """What is planned and has not begun is not done; nobody was told anything yet. Raises Problem 404, 409."""
    campaign = _planned(grant, campaign_id)
    plain(CampaignVillage).filter(campaign=campaign).delete()
    campaign.delete()


def _planned(grant: Grant, campaign_id: uuid.UUID) -> Campaign:
    campaign = Campaign.objects.within(grant).select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise missing("摸底排查")
    if campaign.starts <= clock.today():
        raise Problem(409, f"这次摸底排查已于 {campaign.starts} 开始，职责已经下达；请总结后结束。", "already_begun")
    return campaign


def wrong(new: NewCampaign, place: int, today: date, known: set[str]) -> list[tuple[str, str]]:
    """What is wrong with a plan, field by field; pure. known: the items that there are."""
    told = [
        (level_of(place) > Level.COUNTY, "place", "摸底排查由县级以上组织，请在上面选择县（市、区）。"),
        (new.ends < new.starts, "ends", "截止日期不能早于开始日期。"),
        (new.ends < today, "ends", "截止日期不能早于今天。"),
        (new.ends - new.starts > timedelta(LONGEST), "ends", "一次摸底排查最长一年。"),
        (new.starts < today - timedelta(LONGEST), "starts", "开始日期太早，请检查。"),
        (not new.items, "items", "请至少选择一项核实内容。"),
        (bool(set(new.items) - known), "items", "核实内容里有不认识的项目，请刷新页面。"),
        (any(not _inside(place, unit) for unit in new.units), "units", "范围里有不属于这个地方的单位。"),
    ]
    return [(name, sentence) for bad, name, sentence in told if bad]


def _inside(place: int, unit: int) -> bool:
    low, high = interval(place)
    return low <= unit < high


def _villages(grant: Grant, place: int, units: Sequence[int]) -> list[int]:
    """The villages below some units. Raises Problem 404 outside the grant, 422 where there are none."""
    if grant.narrowed(place) is None:
        raise missing("地方")
    inside = Q(pk__in=[])
    for unit in units:
        low, high = interval(unit)
        inside |= Q(code__gte=low, code__lt=high)
    found = list(Place.objects.filter(inside, level=Level.VILLAGE).order_by("code").values_list("code", flat=True))
    if not found:
        raise Problem(422, "选择的范围里没有村（居）。", "invalid", [("units", "选择的范围里没有村（居）。")])
    return found


def _where(place: int, units: Sequence[int]) -> str:
    """The area in words: 安图县 · 万宝镇、两江镇等5个."""
    names = dict(Place.objects.filter(code__in=[place, *units]).values_list("code", "name"))
    parts = [names[unit] for unit in sorted(set(units)) if unit in names and unit != place]
    if not parts:
        return f"{names.get(place, place)}全部村（居）"
    told = "、".join(parts[:NAMED]) + (f"等{len(parts)}个单位" if len(parts) > NAMED else "")
    return f"{names.get(place, place)} · {told}"


@action("care.report_campaign", Permission.CHILD_WRITE)
def report(grant: Grant, village_id: uuid.UUID, note: str) -> CampaignVillage:
    """A village says that its survey is through, and whom it found. Raises Problem 404, 409, 422 while children are left."""
    refuse_sealed(note=note)
    row = CampaignVillage.objects.within(grant).select_for_update().filter(pk=village_id).first()
    campaign = row and plain(Campaign).filter(pk=row.campaign_id).first()
    if row is None or campaign is None:
        raise missing("摸底排查")
    if row.reported_on or campaign.closed_on:
        raise Problem(409, "这个村（居）已经报送，或者摸底排查已经结束。", "already_done")
    if campaign.starts > clock.today():
        raise Problem(409, f"摸底排查从 {campaign.starts} 开始，到时再报送。", "not_now")
    if left := figures.left(campaign.pk, row.place):
        told = f"还有{left}名儿童没有核查。请先走访或核实档案；确实不用核查的，可以申请免办。"
        raise Problem(422, told, "invalid", [("note", told)])
    row.note, row.reported_name, row.reported_on = note, grant.name, clock.today()
    row.save(update_fields=["note", "reported_name", "reported_on"])
    return row


@action("care.close_campaign", Permission.CAMPAIGN)
def close(grant: Grant, campaign_id: uuid.UUID, summary: str) -> Campaign:
    """End a campaign with a summary; its figures are kept as they are now. Raises Problem 404, 409."""
    campaign = Campaign.objects.within(grant).select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise missing("摸底排查")
    if campaign.closed_on:
        raise Problem(409, f"这次摸底排查已于 {campaign.closed_on} 结束。", "already_done")
    counted = figures.live(campaign, grant.bounds)
    rows = list(CampaignVillage.objects.within(grant).filter(campaign=campaign))
    for row in rows:
        # Of two villages that became one, the figures stand once.
        row.figures = counted.pop(row.place, {})
    plain(CampaignVillage).bulk_update(rows, ["figures"], batch_size=500)
    campaign.summary, campaign.closed_name, campaign.closed_on = summary, grant.name, clock.today()
    campaign.save(update_fields=["summary", "closed_name", "closed_on"])
    return campaign
