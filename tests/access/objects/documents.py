"""Papers, their numbers, and whom they were delivered to."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import Made, kept, makes, system


@makes("paper_code")
def _paper(place: int, made: Made) -> Any:
    from dataclasses import replace

    from hutong.documents.printed import Wanted, issue

    wanted = Wanted(
        "documents/tests/sample.typ", "样张", place, "样张", "测试", child=made("child"), series=made("series")
    )
    office = replace(system(), places=(place,))
    return issue(office, wanted, {"subtitle": ["", ""], "rows": [], "visits": []}).paper.code


@makes("series")
def _series(place: int, made: Made) -> Any:
    from hutong.documents.models import Series
    from hutong.ground import clock

    return kept(Series(place=place, code="样函", opened_at=clock.now(), opened_by="测试"))


@makes("notice")
def _notice(place: int, made: Made) -> Any:
    from hutong.documents.models import Notice, Paper

    paper = Paper.objects.within(system()).get(code=made("paper_code"))
    return Notice.objects.within(system()).get(matter=paper.pk).pk


@makes("proof")
def _proof(place: int, made: Made) -> Any:
    from hutong.documents.notices.actions import prove

    return prove(system(), [made("notice")], "application/pdf", b"%PDF-1.7", "回证.pdf").pk
