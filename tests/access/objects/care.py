"""Visits, checks, campaigns."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import DAY
from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("check_problem")
def _check_problem(place: int, made: Made) -> Any:
    from hutong.care.models import CheckProblem

    return kept(
        CheckProblem(check_id=NOBODY, child_id=made("child"), place=place, found_on=DAY, text="照护人常喝酒", due=DAY)
    )


@makes("question")
def _question(place: int, made: Made) -> Any:
    from hutong.care.models import Question

    return kept(Question(child_id=made("child"), place=place, text="社保卡办好了吗", answers=["是"], asked_name="金哲洙",
                         asked_on=DAY))  # fmt: skip


@makes("visit")
def _visit(place: int, made: Made) -> Any:
    from datetime import date

    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child

    child = Child.objects.within(system()).get(pk=made("child"))
    return record_visit(system(), child, NewVisit(date.fromisoformat(DAY), "home", no_change=True)).pk


@makes("campaign_village")
def _campaign_village(place: int, made: Made) -> Any:
    from hutong.care.models import CampaignVillage

    return CampaignVillage.objects.within(system()).get(campaign=made("campaign"), place=place).pk


@makes("campaign")
def _campaign(place: int, made: Made) -> Any:
    """Opened there, over the spots of the matrix that lie below."""
    from datetime import date

    from hutong.care.models import Campaign, CampaignVillage
    from hutong.journal.actions import operation
    from hutong.places.codes import covers
    from tests.access.roles import SPOTS

    day = date.fromisoformat(DAY)
    told = {"name": "摸底排查", "basis": "文件", "where": "全部", "new_found": True, "items": [], "opened_on": day}
    row = Campaign(place=place, starts=day, ends=day, **told)
    with operation("tests.kept"):
        row.save(force_insert=True)
        for spot in SPOTS:
            if covers(place, spot):
                CampaignVillage(campaign=row, place=spot).save(force_insert=True)
    return row.pk
