"""What can be refused without a look at the register. The phone asks the same of the same form (web/packages/forms/src/rules.ts);
both are held to the same cases (web/packages/forms/tests/cases.json)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import SENTENCE, sealed_words
from hutong.records.declared import TODAY, Record
from hutong.records.forms import Described, described

Errors = list[tuple[str, str]]


def refuse(record: Record, told: Any, today: date, also: Sequence[tuple[bool, str, str]] = ()) -> None:
    """Raise Refused with everything that is wrong with what an action was told: by the form, and what only the register knows:
    (whether, field, sentence)."""
    errors = problems(record, told, today)
    if errors := [*errors, *((field, sentence) for bad, field, sentence in also if bad)]:
        raise Refused(errors)


def problems(record: Record, told: Any, today: date) -> Errors:
    """What is wrong by the form of which `told` is the made dataclass."""
    form = next(form for form in record.forms if form.told == type(told).__name__)
    shape, values = described(record, form.shape), _as_json(asdict(told))
    return [*wrong(shape, values, today), *_sealed(shape, values)]


def _sealed(form: Described, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts that say what must be sealed. The list of its words does not go to phones, so only the server asks."""
    for name, field in form["properties"].items():
        given = values.get(name)
        if field["type"] == "array" and "properties" in field["items"]:
            for n, row in enumerate(given or ()):
                yield from ((f"{name}.{n}.{at}", told) for at, told in _sealed(field["items"], row))
        elif "enum" in field or "x-masked" in field:
            continue
        elif isinstance(given, str) and sealed_words().search(given):
            yield name, SENTENCE
        elif isinstance(given, Mapping):
            yield from ((f"{name}.{at}", SENTENCE) for at, text in given.items() if sealed_words().search(str(text)))


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def wrong(form: Described, values: Mapping[str, Any], today: date) -> Errors:
    """All that is wrong with some values, as JSON has them: (path of the field, sentence)."""
    return [
        *_fields(form, values, today, values),
        *(one for rule in form.get("x-refuse", ()) for one in _rule(form, rule, values)),
    ]


def _fields(
    form: Described, values: Mapping[str, Any], today: date, whole: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for name, field in form["properties"].items():
        given = values.get(name)
        if not _shown(field, values):
            continue
        if empty(given):
            if name in form["required"]:
                yield name, f"请填写{field['title']}。"
            continue
        if sentence := _limit(form, field, given, today, {**whole, **values}):
            yield name, sentence
        if field["type"] == "array" and "properties" in field["items"]:
            for n, row in enumerate(given or ()):
                inner = {**field["items"], "x-whole": form}
                yield from ((f"{name}.{n}.{at}", sentence) for at, sentence in _fields(inner, row, today, whole))


def _limit(form: Described, field: Described, given: Any, today: date, values: Mapping[str, Any]) -> str:
    title = field["title"]
    if field["type"] == "object":
        return ""
    if isinstance(given, str) and len(given) > (field.get("maxLength") or len(given)):
        return f"{title}太长，最多 {field['maxLength']} 个字。"
    if isinstance(given, list) and len(given) > field.get("maxItems", len(given)):
        return f"{title}太多，最多 {field['maxItems']} 项。"
    known = field.get("enum") or field.get("items", {}).get("enum")
    if known and any(one not in known for one in (given if isinstance(given, list) else [given])):
        return f"{title}里有不认识的项目。"
    return _day(form, field, given, today, values)


def _day(form: Described, field: Described, given: Any, today: date, values: Mapping[str, Any]) -> str:
    title = field["title"]
    for key, early in (("x-not-before", True), ("x-not-after", False)):
        if name := field.get(key):
            bound = today.isoformat() if name == TODAY else values.get(name)
            if not empty(bound) and (given < bound if early else given > bound):
                return f"{title}不能{'早于' if early else '晚于'}{'今天' if name == TODAY else _title(form, name)}。"
    return ""


def _title(form: Described, name: str) -> str:
    """A field's title, of the row's own form or of the one around it."""
    return (form["properties"].get(name) or form["x-whole"]["properties"][name])["title"]


def _rule(form: Described, rule: Described, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not (each := rule.get("each")):
        if all(_holds(when, values) for when in rule["when"]):
            yield rule["field"], rule["sentence"]
        return
    for point, label in form["properties"][each]["x-labels"].items():
        if all(_holds({**when, "field": when["field"].format(point=point)}, values) for when in rule["when"]):
            yield rule["field"].format(point=point), rule["sentence"].format(point=label)


def _holds(when: Described, values: Mapping[str, Any]) -> bool:
    name, _, point = when["field"].partition(".")
    given = (values.get(name) or {}).get(point) if point else values.get(name)
    if "in" in when:
        several = list(given.values()) if isinstance(given, Mapping) else given if isinstance(given, list) else [given]
        return any(one in when["in"] for one in several)
    return empty(given) == when["empty"]


def _shown(field: Described, values: Mapping[str, Any]) -> bool:
    condition = field.get("x-show-if")
    return not condition or values.get(condition["field"]) in condition["in"]


def empty(given: Any) -> bool:
    """Whether nothing was said."""
    return given is None or given in ([], {}) or (isinstance(given, str) and not given.strip())
