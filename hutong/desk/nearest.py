"""The list of children by their nearest duty. It walks along the duties: sorting all children by a date that stands in
another table would take the longer, the more children there are."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.children.models import Child
from hutong.desk import paging
from hutong.duties.models import Duty

# Where those without a duty begin: they come last and page by their id alone, so both values of a position are one id.
WITHOUT = paging.encode(uuid.UUID(int=0), uuid.UUID(int=0))


def open_duties(grant: Grant) -> QuerySet[Any]:
    """What is owed in a scope. No list of children shows by its order that one has a closed matter."""
    return Duty.objects.within(grant).filter(ending="", closed=False)


def page(
    grant: Grant, rows: QuerySet[Any], after: str | None, limit: int, *, all_of_them: bool = False
) -> tuple[list[Child], str | None]:
    """One page of `rows` (children of the grant), and where the next one begins. all_of_them: nothing was filtered."""
    found: list[Child] = []
    if not (after and _is_without(after)):
        with paging.walking(all_of_them and paging.large(grant)):
            duties, following = paging.page(_first_of_each(grant, rows), "due", after, limit, unique="child")
        known = rows.in_bulk([duty.child for duty in duties])
        found, after = [known[duty.child] for duty in duties], WITHOUT
        if following:
            return found, following
    without = rows.filter(~Exists(open_duties(grant).filter(child=OuterRef("pk"))))
    if len(found) == limit:
        return found, WITHOUT if without.exists() else None
    rest, following = paging.page(without, "id", after, limit - len(found))
    return found + rest, following


def _is_without(after: str) -> bool:
    first, second = paging.decode(after)
    return first == second


def _first_of_each(grant: Grant, rows: QuerySet[Any]) -> QuerySet[Any]:
    due = open_duties(grant)
    sooner = Q(due__lt=OuterRef("due")) | Q(due=OuterRef("due"), id__lt=OuterRef("id"))
    # Most duties beside those of children are of villages, each with all others compared where the planner knows no better.
    return due.filter(
        ~Exists(due.filter(sooner, child=OuterRef("child"))),
        Exists(rows.filter(pk=OuterRef("child"))),
        child__isnull=False,
    )
