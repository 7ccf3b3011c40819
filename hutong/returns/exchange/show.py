"""Batches, rosters and their rows as the screens want them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from hutong.accounts import positions
from hutong.accounts.grants import Grant
from hutong.children import masks
from hutong.children.models import Child
from hutong.documents import store
from hutong.ground import query
from hutong.ground.query import composed
from hutong.places import refs as named
from hutong.places.codes import Level, level_of
from hutong.returns.exchange import held, roster, template
from hutong.returns.models import Exchange, ExchangeRow

PAGE, NEWEST = 50, ("-created_at", "-id")
# Whose files or posts were written about in a scope since a moment: what visits and looks write is nothing to report.
SINCE = """
SELECT count(DISTINCT e.child) FILTER (WHERE e.child IS NOT NULL), count(DISTINCT e.record) FILTER (WHERE e.child IS NULL)
FROM journal_entry e
WHERE ({inside}) AND NOT e.sealed AND (%(since)s::timestamptz IS NULL OR e.at > %(since)s)
  AND (e.changes ? 'moved' OR EXISTS (SELECT 1 FROM jsonb_each(e.changes) part
       WHERE jsonb_typeof(part.value) = 'object' AND part.value ?| %(tables)s))
"""
TABLES = [
    "children_child",
    "children_relative",
    "children_category",
    "children_schooling",
    "children_aidreceived",
    "accounts_post",
    "accounts_person",
]


def home(grant: Grant, place: int, after: str | None) -> dict[str, Any]:
    """ExchangeHome of a unit; grant narrowed to it."""
    rows = Exchange.objects.within(grant)
    found, foot = positions.listed(rows, NEWEST, after)
    known = held.held(grant).values()
    batches = rows.filter(kind=Exchange.Kind.BATCH).exclude(status=Exchange.Status.FAILED)
    last = batches.order_by(*NEWEST).first()
    since = last.created_at if last else None
    written = composed(SINCE, inside=grant.inside("e.place", "e.child"))
    [[children, staff]] = query.rows(written, {"since": since, "tables": TABLES})
    refused = (
        ExchangeRow.objects.within(grant).filter(exchange=last, outcome__in=["refused", "unanswered"]).count()
        if last
        else 0
    )
    return {
        "place": named.refs([place])[place],
        "able": level_of(place) <= Level.COUNTY,
        "template": template.of("child").source,
        "pending": {"since": since, "children": children, "staff": staff},
        "held_children": sum(one.kind == "child" for one in known),
        "held_staff": sum(one.kind == "staff" for one in known),
        "owed_refused": refused,
        "items": exchanges(grant, found),
        **foot,
    }


def exchanges(grant: Grant, found: Sequence[Exchange]) -> list[dict[str, Any]]:
    """ExchangeOut of each."""
    rows = ExchangeRow.objects.within(grant).filter(exchange__in=[one.pk for one in found]).order_by()
    counted = list(rows.values("exchange_id", "kind", "what", "outcome").annotate(count=Count("id")))
    refs = named.refs({one.place for one in found})
    return [_exchange(grant, one, refs, [row for row in counted if row["exchange_id"] == one.pk]) for one in found]


def _exchange(grant: Grant, one: Exchange, refs: Any, counted: list[dict[str, Any]]) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in (
        "id", "kind", "number", "status", "created_at", "left_out", "unread", "upload_name", "error", "kept_until", "deleted_at",
        "deleted_rows", "tasked_on")}  # fmt: skip
    return plain | {
        "place": refs[one.place],
        "deleted_digest": bytes(one.deleted_digest).hex(),
        "kind_label": Exchange.Kind(one.kind).label,
        "status_label": Exchange.Status(one.status).label,
        "by": one.person_name,
        "counts": counted,
        "reading": one.upload is not None,
        "has_file": store.there(grant, one.file),
    }


def rows(grant: Grant, exchange: Exchange, what: str, outcome: str, after: int) -> dict[str, Any]:
    """ExchangeRows: a page in the file's order, numbers masked."""
    # Of a roster that was deleted only keyed hashes are left, which tell nobody anything.
    found = ExchangeRow.objects.within(grant).filter(exchange=exchange).exclude(data=b"").order_by("position")
    for name, value in (("what", what), ("outcome", outcome)):
        found = found.filter(**{name: value}) if value else found
    page = list(found.filter(position__gt=after)[: PAGE + 1])
    shown, more = page[:PAGE], len(page) > PAGE
    refs = named.refs({row.place for row in shown})
    ids = [row.subject for row in shown if row.kind == "child" and row.subject]
    here = set(Child.objects.within(grant).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        "items": [_row(exchange, row, refs, here) for row in shown],
        "total": found.count(),
        "next": str(shown[-1].position) if more else None,
    }


def _row(exchange: Exchange, row: ExchangeRow, refs: Any, here: set[Any]) -> dict[str, Any]:
    known = template.masked(template.unsealed(row.data, exchange.pk, row.position))
    return {
        "position": row.position,
        "kind": row.kind,
        "what": row.what,
        "what_label": ExchangeRow.What(row.what).label,
        "outcome": row.outcome,
        "outcome_label": ExchangeRow.Outcome(row.outcome).label,
        "child": row.subject if row.subject in here else None,
        "name": known.get("name") or "",
        "number": known.get("id_number") or known.get("staff_number") or "",
        "place": refs[row.place],
        "reason": known.get("reason") or known.get(roster.TOLD) or "",
        "changed": known.get("changed") or "",
        "answer": row.answer,
        "changes": [_change(change) for change in known.get(roster.CHANGES, [])],
        "todo": roster.TODO.get(row.what, ""),
    }


def _change(change: dict[str, Any]) -> dict[str, Any]:
    mask = masks.phone if change["field"].endswith("phone") else masks.number
    secret = change["field"].endswith(("phone", "id_number", "disability_card"))
    return {name: (mask(change[name]) if secret else change[name]) or None for name in ("old", "new")} | {
        "label": change["label"]
    }
