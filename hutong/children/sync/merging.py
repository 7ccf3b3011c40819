"""Two people, one file: what the second sends is taken field by field, unless the first changed the very same field."""

from typing import Any

from hutong.children import clean, masks, read
from hutong.children.groups import AID, BY_KEY, NUMBERS, PHONES
from hutong.children.models.choices import AidKind
from hutong.children.sync.feed import callable_values
from hutong.sync.registry import Difference


def split(file: read.File, base: clean.Changes, given: clean.Changes) -> tuple[clean.Changes, list[Difference]]:
    """What may be taken, and the fields in which the server has neither what the sender saw nor what was sent."""
    taken: clean.Changes = {}
    differences: list[Difference] = []
    for key, values in given.items():
        for name, yours in values.items():
            found = _difference(file, key, name, base.get(key, {}).get(name), yours)
            if found:
                differences.append(found)
            else:
                taken.setdefault(key, {})[name] = yours
    return taken, differences


def unknown(file: read.File, given: clean.Changes) -> clean.Changes:
    """Those of some values in which a file says nothing yet."""
    told = {
        key: {name: value for name, value in values.items() if not _same(_now(file, key, name), value)}
        for key, values in given.items()
        if key == AID or key in BY_KEY
    }
    return {key: values for key, values in told.items() if values}


def _difference(file: read.File, key: str, name: str, seen: Any, yours: Any) -> Difference | None:
    if key != AID and (key not in BY_KEY or name not in BY_KEY[key].fields):
        return None  # clean.py says so, with its own sentence
    theirs = _now(file, key, name)
    if _same(theirs, yours) or (_same(theirs, seen) and not (name in NUMBERS and theirs)):
        return None
    if name in NUMBERS:
        theirs = masks.number(theirs)
    return Difference(key, name, label(key, name), theirs, yours, (text(key, name, theirs), text(key, name, yours)))


def _now(file: read.File, key: str, name: str) -> Any:
    if key == AID:
        return sorted(aid.kind for aid in file.aids)
    group = BY_KEY[key]
    # Two numbers can have one mask, so a number is compared whole and never with the mask that the sender saw.
    return file.values(group, full=True)[name] if name in NUMBERS else callable_values(file, group)[name]


def _same(one: Any, other: Any) -> bool:
    return _plain(one) == _plain(other)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(str, value)) or None
    if isinstance(value, str):
        return " ".join(value.split()).upper() or None
    return value


def shown(file: read.File, key: str, name: str) -> str:
    """What stands in a field, as people read it."""
    return text(key, name, _now(file, key, name))


def label(key: str, name: str) -> str:
    """What a field is called, with its group where that tells whose it is."""
    if key == AID:
        return "救助和福利"
    group = BY_KEY[key]
    title = str(group.column(name).verbose_name)
    return title if group.kind is None else f"{group.title}的{title}"


def text(key: str, name: str, value: Any) -> str:
    """A value as people read it; numbers masked."""
    if value in (None, "", []):
        return "（空）"
    if key == AID:
        return "、".join(str(dict(AidKind.choices).get(kind, kind)) for kind in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name in NUMBERS:
        return masks.number(str(value))
    if name in PHONES:
        return str(value)
    return str(dict(BY_KEY[key].column(name).flatchoices).get(value, value))
