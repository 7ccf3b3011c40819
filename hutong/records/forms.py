"""A form as the small subset of JSON Schema that both apps draw (web/packages/forms/src/schema.ts) and that both sides check."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import models

from hutong.ground.sealing import SealedTextField
from hutong.records.declared import TODAY, Ask, Form, Record, Refuse, Several, When

Described = dict[str, Any]
PARAGRAPH = 200


@cache
def described(record: Record, shape: str) -> Described:
    """One form of a record."""
    form = next(form for form in record.forms if form.shape == shape)
    return {**fields(record.model, form.asks), "x-refuse": [_refuse(form, one) for one in form.refuses]}


def fields(model: type[models.Model], asks: Iterable[Ask | Several]) -> Described:
    """What is asked, in order, with what must be said."""
    asked = tuple(asks)
    required = [ask.name for ask in asked if isinstance(ask, Ask) and must(model, ask)]
    properties = {ask.name: _several(ask) if isinstance(ask, Several) else _field(model, ask) for ask in asked}
    numbered = {name: {**shape, "x-order": order} for order, (name, shape) in enumerate(properties.items())}
    return {"type": "object", "properties": numbered, "required": required}


def column(model: type[models.Model], ask: Ask) -> Any:
    """Where what is asked is kept."""
    return model._meta.get_field(ask.column or ask.name)


def must(model: type[models.Model], ask: Ask) -> bool:
    """Whether it must be said."""
    if ask.required is not None:
        return ask.required
    kept = column(model, ask)
    return not (kept.blank or kept.null or kept.has_default())


def choices(kept: Any) -> dict[str, str]:
    """A column's choices by value, without the empty one."""
    return {str(key): str(label) for key, label in getattr(kept, "flatchoices", ()) if key != ""}


def sealed(model: type[models.Model], name: str) -> bool:
    """Whether a column is kept in an envelope."""
    return isinstance(model._meta.get_field(name), SealedTextField)


def is_long(kept: Any) -> bool:
    """Whether a column holds paragraphs."""
    return isinstance(kept, models.TextField) or (
        isinstance(kept, models.CharField) and (kept.max_length or 0) > PARAGRAPH
    )


def _several(ask: Several) -> Described:
    rows = {"type": "object", **fields(ask.model, ask.asks)}
    return {"title": ask.title, "type": "array", "items": rows, "maxItems": ask.most, **_hint(ask.hint)}


def _field(model: type[models.Model], ask: Ask) -> Described:
    kept = column(model, ask)
    shape = {"title": str(kept.verbose_name), **_type(kept, ask), **_hint(ask.hint)}
    if ask.show_if:
        shape["x-show-if"] = {"field": ask.show_if[0], "in": list(ask.show_if[1])}
    if ask.usual is not None:
        shape["x-usual"] = ask.usual
    bounds = {"x-not-before": ask.not_before, "x-not-after": ask.not_after}
    return shape | {name: bound for name, bound in bounds.items() if bound}


def _hint(hint: str) -> Described:
    return {"description": hint} if hint else {}


def _type(kept: Any, ask: Ask) -> Described:
    if ask.choices and ask.of:
        return {"type": "object", **_labelled(ask.choices), "x-answers": dict(ask.of)}
    if ask.choices:
        return {"type": "array", "items": {"type": "string", "enum": list(ask.choices)}, "x-labels": dict(ask.choices)}
    if ask.notes:
        return {"type": "object", "maxLength": ask.notes}
    if isinstance(kept, SealedTextField):
        return {"type": "string", "x-masked": True}
    if known := choices(kept):
        return {"type": "string", **_labelled(known)}
    if isinstance(kept, models.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(kept, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(kept, models.IntegerField):
        return {"type": "integer"}
    long = {"format": "text"} if is_long(kept) else {}
    return {"type": "string", "maxLength": kept.max_length, **long}


def _labelled(known: Mapping[str, str]) -> Described:
    return {"enum": list(known), "x-labels": dict(known)}


def _refuse(form: Form, one: Refuse) -> Described:
    said = {"field": one.field, "sentence": one.sentence, "when": [_when(when) for when in one.when]}
    return said | ({"each": one.each} if one.each else {})


def _when(when: When) -> Described:
    if when.among is not None:
        return {"field": when.field, "in": list(when.among)}
    return {"field": when.field, "empty": when.empty}


__all__ = ["TODAY", "Described", "choices", "column", "described", "fields", "is_long", "must", "sealed"]
