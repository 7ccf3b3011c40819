"""Pairs of files as lists and pages want them."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem
from hutong.accounts.managers import plain
from hutong.children import alias, masks
from hutong.children.age import age
from hutong.children.models import Child
from hutong.doubles.models import Double
from hutong.doubles.policy import policy
from hutong.ground import clock
from hutong.ground.sealing import unsealed
from hutong.places import refs as named

PAGE = 30
Status = Double.Status
PLAIN = ("id", "status", "found_at", "proposed_by", "note", "reason", "decided_at", "kept", "evidence")


def visible(grant: Grant) -> QuerySet[Any]:
    """Pairs of which both files lie in scope."""
    inside = Child.objects.within(grant)
    both = Exists(inside.filter(pk=OuterRef("first"))) & Exists(inside.filter(pk=OuterRef("second")))
    kept = Q(status=Status.MERGED) & Exists(inside.filter(pk=OuterRef("kept")))
    return Double.objects.within(grant).filter(both | kept)


def listing(grant: Grant, status: str, after: str) -> dict[str, Any]:
    """DoubleList: those that most speaks for first."""
    rows = visible(grant)
    counts = dict(rows.values_list("status").annotate(count=Count("id")))
    rows = rows.filter(status=status).order_by("-score", "id")
    found = list((rows.filter(_beyond(after)) if after else rows)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = f"{last.score}~{last.pk}" if last else None
    return {"items": items(found[:PAGE]), "total": counts.get(status, 0), "next": following,
            "counts": dict.fromkeys(Status.values, 0) | counts}  # fmt: skip


def _beyond(after: str) -> Q:
    score, _, key = after.partition("~")
    try:
        points, row = int(score), uuid.UUID(key)
    except ValueError:
        raise Problem(422, "翻页位置无效，请回到第一页。", "invalid") from None
    return Q(score__lt=points) | Q(score=points, pk__gt=row)


def items(doubles: Iterable[Double]) -> list[dict[str, Any]]:
    """DoubleRow of each pair already found in scope; few queries for all."""
    doubles = list(doubles)
    ids = {child for d in doubles for child in (d.first, d.second)}
    children = plain(Child).in_bulk(ids)
    refs = named.refs({d.place for d in doubles} | {child.place for child in children.values()})
    return [_item(d, refs) | {"files": [_side(children[c], refs) for c in (d.first, d.second)]} for d in doubles]


def _item(double: Double, refs: dict[int, Any]) -> dict[str, Any]:
    return {name: getattr(double, name) for name in PLAIN} | {
        "status_label": Status(double.status).label,
        "place": refs[double.place],
        "evidence": in_words(double.evidence),
        "decided_by": double.decided_by_name,
    }


def in_words(evidence: list[str]) -> list[dict[str, Any]]:
    """Evidence in words, with whether it speaks against one child."""
    rules = policy()
    return [{"key": key, "text": rules.words[key], "against": rules.points[key] < 0} for key in evidence]


def _side(child: Child, refs: dict[int, Any]) -> dict[str, Any]:
    same = ("id", "number", "name", "sex", "birth_date", "registered_on")
    return {name: getattr(child, name) for name in same} | {
        "age": age(child.birth_date, clock.today()),
        "id_masked": masks.number(unsealed(child, "id_number")),
        "place": refs[child.place],
        "path": "".join(ref.name for ref in named.path(child.place)[2:]),
        "state": "active" if child.active else child.exit_reason,
    }


def meant(grant: Grant, text: str) -> Child | None:
    """The file that somebody names by its id or 护童编号, in scope."""
    inside, word = Child.objects.within(grant), text.strip()
    try:
        return inside.filter(pk=alias.current(grant, uuid.UUID(word))).first()
    except ValueError:
        number = word.upper()
        return inside.filter(Q(number=number) | Q(pk=alias.numbered(grant, number))).first()


def of_child(grant: Grant, child: Child) -> dict[str, Any]:
    """ChildDoubles: what waits about a file in scope."""
    rows = visible(grant).filter(Q(first=child.pk) | Q(second=child.pk), status=Status.OPEN).order_by("-score", "id")
    return {"items": items(rows)}
