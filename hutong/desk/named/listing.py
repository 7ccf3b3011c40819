"""Requests about rights held by name, and openings of sealed matters, as those named see them."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from hutong.accounts.grants import Grant
from hutong.accounts.models import Ask
from hutong.accounts.permissions import Role
from hutong.children.models import Child
from hutong.desk import paging
from hutong.desk.looks import of_child
from hutong.journal.models import View
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level, level_of
from hutong.workforce.asks import outsiders
from hutong.workforce.asks.actions import post_of


def asks(grant: Grant, after: str | None, limit: int) -> dict[str, Any]:
    """NamedAsks (schemas.py) of a jurisdiction: of colleagues and of those below."""
    rows = Ask.objects.within(grant).exclude(kind=Ask.Kind.POST)
    found, following = paging.page(rows.select_related("person"), "-at", after, limit)
    refs = named.refs({row.place for row in found})
    return {
        "items": [_ask(grant, row) | {"place": refs[row.place]} for row in found],
        "total": paging.total(rows),
        "unseen": rows.exclude(seen_by__contains=[grant.person]).count(),
        "next": following,
    }


def _ask(grant: Grant, row: Ask) -> dict[str, Any]:
    plain = {n: getattr(row, n) for n in ("id", "kind", "reason", "at", "answer", "answer_reason", "answered_at")}
    post = post_of(grant, row)
    above = grant.looks_over(level_of(row.place), row.place)
    return plain | {
        "kind_label": Ask.Kind(row.kind).label,
        "person": row.person.name,
        "staff_number": row.person.staff_number,
        "role": Role(post.role).label if post else "",
        "by": row.by_name,
        "answered_by": row.answered_name,
        "mine": not row.answer and above and grant.person not in (row.by, row.person.pk),
        "seen": grant.person in row.seen_by,
    }


def post_asks(grant: Grant, after: str | None, limit: int) -> dict[str, Any]:
    """PostAsks (schemas.py): who of this jurisdiction is asked for elsewhere."""
    rows = Ask.objects.within(grant).filter(kind=Ask.Kind.POST, answer="")
    found, following = paging.page(rows.select_related("person"), "-at", after, limit)
    items = [
        {n: getattr(row, n) for n in ("id", "reason", "at")}
        | {
            "person": row.person.name,
            "staff_number": row.person.staff_number,
            "role": Role(row.wanted["role"]).label,
            "where": named.path_text(row.wanted["place"]),
            "since": row.wanted["since"],
            "by": row.by_name,
            "mine": outsiders.may_answer(grant, row),
        }
        for row in found
    ]
    return {"items": items, "total": paging.total(rows), "next": following}


def sealed_looks(grant: Grant, after: str | None, limit: int) -> dict[str, Any]:
    """SealedLooks: who of the levels below opened sealed facts or urgent reports, the newest first.

    Above the province is nobody: there each holder sees what the colleagues opened, too."""
    rows = _below(grant, View.objects.within(grant).filter(kind="sealed").exclude(person=grant.person))
    found, following = paging.page(rows, "-at", after, limit)
    numbers = dict(
        Child.objects.within(grant)
        .filter(pk__in={look.child for look in found if look.child})
        .values_list("pk", "number")
    )
    names = named.names({look.place for look in found})
    items = [
        told | {"number": numbers.get(look.child, ""), "place": names.get(look.place, "")}
        for told, look in zip(of_child.shown(found), found, strict=True)
    ]
    return {"items": items, "total": paging.total(rows), "next": following}


def _below(grant: Grant, rows: QuerySet[Any]) -> QuerySet[Any]:
    level = min(level_of(place) for place in grant.places)
    if level == Level.PROVINCE:
        return rows
    # A place of a level below has digits behind those of its own level.
    return rows.annotate(rest=Mod(F("from_place"), WIDTH[Level(level)])).exclude(rest=0)
