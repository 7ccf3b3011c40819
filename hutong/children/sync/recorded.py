"""Records that say they go to phones (records/declared.py, Phone): a feed with the newest of each child, and the operation by
which a phone makes one. It belongs to the child, wherever the child lives by now."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import models
from ninja import Schema
from psycopg import sql

from hutong.accounts.grants import Grant
from hutong.children.models import Child
from hutong.children.sync.feed import held
from hutong.children.sync.whereabouts import ELSEWHERE, followed
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.records import forms, reading
from hutong.records.declared import Ask, Phone, Record
from hutong.sync import registry
from hutong.sync.registry import Applied, Feed, Unsuitable, Verb
from hutong.sync.registry import Record as Shown

EMPTY: tuple[Any, ...] = ("", None, [], {})
# The newest records of each of some children, walked child by child along an index; and a number below 2⁵³ that is another as
# soon as anything of them that is shown is.
NEWEST = """
SELECT c.id, ('x' || left(md5(string_agg(v.shown, ',' ORDER BY v.day DESC, v.id DESC)), 12))::bit(48)::bigint, array_agg(v.id)
FROM unnest(%s::uuid[]) AS c(id) CROSS JOIN LATERAL (
    SELECT v.id, v.{day} AS day, ROW({shown})::text AS shown FROM {table} v WHERE v.{child} = c.id
    ORDER BY v.{day} DESC, v.id DESC LIMIT {last}) v
GROUP BY c.id
"""


def start(record: Record, shape: type[Schema], act: Callable[[Grant, Child, Any], Any]) -> None:
    """Have a record travel to phones, and be made there; as `take`."""
    offer(record)
    take(record, shape, act)


def offer(record: Record) -> None:
    """Have a record's feed travel to phones."""
    phone = phone_of(record)
    registry.feed(
        Feed(
            phone.feed,
            phone.label,
            frozenset({record.table}),
            lambda grant, keys: _show(record, phone, grant, keys),
            lambda grant: {
                child: version for child, version, _ in _newest(record, phone, held(grant).values_list("id", flat=True))
            },
        )
    )


def take(
    record: Record,
    shape: type[Schema],
    act: Callable[..., Any],
    label: str = "",
    show: Callable[[Grant, Any], list[tuple[str, str, str]]] | None = None,
    together: Callable[[Grant, Sequence[Any]], list[Applied]] | None = None,
    given: Callable[[Any], tuple[Any, ...]] = lambda sent: (sent.for_action(),),
) -> None:
    """Take the record's operation from phones. shape: the made `Sent…`; act: the action (grant, child, given), which gives the record
    that it made; given: what of the sent it takes.

    label: what the operation is called, else the record's title; show, together: as of a Verb.
    """
    form = forms.described(record, record.forms[0].shape)

    def apply(grant: Grant, sent: Any, based_on: int | None) -> Applied:
        with followed(grant, sent.child, getattr(sent, phone_of(record).order, clock.today())) as (reaching, child):
            try:
                if not child.active:
                    raise Unsuitable(f"这份档案已于 {child.exited_on} 退出，不能再记{label or record.title}。")
                return Applied(child.pk, child.place, act(reaching, child, *given(sent)).pk)
            except Refused:
                if reaching is grant:
                    raise
                # What became of the child elsewhere is not told to the village that it left.
                raise Unsuitable(ELSEWHERE) from None

    def told(grant: Grant, sent: Any) -> list[tuple[str, str, str]]:
        return reading.sent(form, sent.model_dump(mode="json"))

    registry.verb(
        Verb(phone_of(record).sends, label or record.title, shape, apply, lambda sent: sent.child, show or told,
             together=together)
    )  # fmt: skip


def phone_of(record: Record) -> Phone:
    """How a record goes to phones by a feed of its own."""
    assert isinstance(record.goes.phone, Phone)
    return record.goes.phone


def _newest(record: Record, phone: Phone, children: Collection[uuid.UUID]) -> list[tuple[Any, ...]]:
    columns = [
        record.model._meta.get_field(one).column for one in dict.fromkeys(("id", *_columns(record, phone).values()))
    ]
    asked = sql.SQL(NEWEST).format(
        table=sql.Identifier(record.table),
        child=sql.Identifier(record.column),
        day=sql.Identifier(phone.order),
        shown=sql.SQL(", ").join(sql.Identifier("v", column) for column in columns),
        last=sql.Literal(phone.last),
    )
    return query.rows(asked, [list(children)])


def _columns(record: Record, phone: Phone) -> dict[str, str]:
    """What a phone is shown by the name under which it is asked, and where it is kept; nothing that is sealed."""
    asked = {one.name: one.column or one.name for one in record.forms[0].asks if isinstance(one, Ask)}
    kept = asked | {name: name for name in phone.shows}
    return {name: column for name, column in kept.items() if not forms.sealed(record.model, column)}


def _show(record: Record, phone: Phone, grant: Grant, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Shown]:
    places = dict(held(grant).filter(pk__in=keys).values_list("id", "place"))
    newest = _newest(record, phone, places)
    wanted = [key for _, _, ids in newest for key in ids]
    model: Any = record.model
    items: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for row in model.objects.within(grant).filter(pk__in=wanted).order_by(f"-{phone.order}", "-id"):
        items.setdefault(getattr(row, record.column), []).append(_item(row, _columns(record, phone)))
    return {child: Shown(version, places[child], {"items": items[child]}) for child, version, _ in newest}


def _item(row: models.Model, columns: dict[str, str]) -> dict[str, Any]:
    kept = {name: getattr(row, column) for name, column in columns.items()}
    return {"id": row.pk} | {name: value for name, value in kept.items() if value not in EMPTY}
