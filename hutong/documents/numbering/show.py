"""The register as the screen wants it."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.documents.models import Notice, Numbered, Paper, Series
from hutong.ground import clock
from hutong.places import refs

OF_PAPER = ("title", "recipient", "code", "withdrawn_at", "withdrawn_reason")


def series(grant: Grant, found: Sequence[Series]) -> list[dict[str, Any]]:
    """SeriesOut of each."""
    places = refs.refs({one.place for one in found})
    this_year = plain(Numbered).filter(series__in=found, year=clock.today().year)
    used = dict(this_year.values("series").annotate(n=Count("id")).values_list("series", "n"))
    return [
        {
            "id": one.pk,
            "place": places[one.place],
            "code": one.code,
            "own": one.place in grant.places or bool(one.addressees),
            "next_number": used.get(one.pk, 0) + 1,
        }
        for one in found
    ]


def numbers(grant: Grant, found: Sequence[Numbered]) -> list[dict[str, Any]]:
    """NumberOut of each; papers about a child whom the grant avoids, or of a place that is no longer its own, tell nothing."""
    places = refs.refs({one.place for one in found})
    papers = Paper.objects.within(grant).in_bulk({one.paper_id for one in found if one.paper_id})  # type: ignore[attr-defined]  # django-types
    told = _delivered(papers)
    return [
        _number(one, papers.get(one.paper_id)) | {"unit": places[one.place], "delivered": told.get(one.paper_id, "")}  # type: ignore[attr-defined]  # django-types
        for one in found
    ]


def _delivered(papers: Collection[Any]) -> dict[Any, str]:
    done = plain(Notice).filter(matter__in=papers, kind=Notice.Kind.PAPER, told_on__isnull=False)
    return {row.matter: f"{Notice.How(row.how).label} {row.told_on}" for row in done}


def _number(one: Numbered, paper: Paper | None) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("id", "text", "at", "by", "explained")}
    return told | ({name: getattr(paper, name) for name in OF_PAPER} if paper else {})
