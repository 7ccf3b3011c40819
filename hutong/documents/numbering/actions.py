"""The only writers of numbers. A number is taken in the transaction that issues its paper, so that none is lost on the way."""

import uuid

from django.db.models import Max

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.documents.models import Numbered, Paper, Series
from hutong.ground import clock, figures, query
from hutong.journal.actions import action
from hutong.places.codes import Level, level_of

LIMITS = "paper-limits.csv"


@action("documents.open_series", Permission.ORGANISATION_WRITE)
def open_series(grant: Grant, place: int, code: str, addressees: list[uuid.UUID] | None = None) -> Series:
    """Let a unit of the jurisdiction number its papers under a 机关代字. Raises Problem 404, 409, 422.

    addressees: of a series for closed matters, which has a code of its own."""
    if not grant.covers(place):
        raise missing("地方")
    if level_of(place) == Level.VILLAGE:
        raise Problem(422, "村（社区）不编发文字号。", "invalid", [("place", "请选择乡镇（街道）或者县级以上单位。")])
    code = code.strip()
    query.one_by_one(f"series {place} {code}")
    if plain(Series).filter(place=place, code=code).exists():
        raise Problem(409, "这个单位已经有这个代字。", "already_there")
    return plain(Series).create(
        id=new_id(), place=place, code=code, addressees=addressees, opened_at=clock.now(), opened_by=grant.name
    )


def own(grant: Grant) -> list[Series]:
    """The series under which a grant issues: those of its own units, and the closed ones addressed to it."""
    return [one for one in Series.seen(grant).order_by("code") if one.place in grant.places or one.addressees]


def number_of(grant: Grant, paper: Paper) -> str:
    """A paper's 文号, or empty."""
    found = Numbered.seen(grant).filter(paper=paper).select_related("series").first()
    return found.text if found else ""


def take(grant: Grant, series: uuid.UUID) -> Numbered:
    """The next number of this year, not saved yet: it is saved with its paper, in the same transaction. Raises Problem 422."""
    found = next((one for one in own(grant) if one.pk == series), None)
    if found is None:
        raise Problem(422, "请选择本单位的发文字号。", "invalid", [("series", "请刷新页面后重新选择。")])
    return _next(grant, _locked(found))


@action("documents.explain_numbers", Permission.PRINT)
def explain(grant: Grant, series: uuid.UUID, upto: int, reason: str) -> int:
    """Say that this year's numbers up to one were used outside the system, and for what; gives how many. Raises Problem 404, 422."""
    found = Series.seen(grant).filter(pk=series).first()
    if found is None:
        raise missing("发文字号")
    first = _next(grant, _locked(found))
    most = figures.of(LIMITS, clock.today())["numbers_at_once"]
    if not first.number <= upto < first.number + most:
        told = f"下一个号是{first.number}，请填{first.number}到{first.number + most - 1}之间的号。"
        raise Problem(422, told, "invalid", [("upto", told)])
    rows = [_numbered(grant, found, first.year, n, explained=reason.strip()) for n in range(first.number, upto + 1)]
    plain(Numbered).bulk_create(rows)
    return len(rows)


def _locked(series: Series) -> Series:
    """Two who number at once wait for each other here."""
    return plain(Series).select_for_update().get(pk=series.pk)


def _next(grant: Grant, series: Series) -> Numbered:
    year = clock.today().year
    last = plain(Numbered).filter(series=series, year=year).aggregate(last=Max("number"))["last"]
    return _numbered(grant, series, year, (last or 0) + 1)


def _numbered(grant: Grant, series: Series, year: int, number: int, **more: str) -> Numbered:
    return Numbered(
        id=new_id(), place=series.place, addressees=series.addressees, series=series, year=year, number=number,
        at=clock.now(), by=grant.name, **more,
    )  # fmt: skip
