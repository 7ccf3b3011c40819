"""What is made of the records, as files: `hutong records` writes them, a test says when they are not current."""

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from hutong.records import shapes
from hutong.records.declared import Phone, Record
from hutong.records.forms import choices, described, is_long

FORMS = "web/packages/forms/src/made/records.ts"
TITLES = "web/apps/desk/src/locales/zh-CN/titles.json"
TS = """// Made by `hutong records` from the records of hutong/*/record.py; never edited.
import type {{ FormSchema, PhoneRecord, RecordView }} from "../schema.ts";

export type Recorded = {names};

export const records: Record<Recorded, FormSchema> = {forms};

/** How a row of a record's list reads. */
export const views = {views} satisfies Record<string, RecordView>;

/** Records that phones hold and may make. */
export const onPhone: PhoneRecord[] = {phone};
"""


def files() -> dict[Path, str]:
    """Every made file with its text as it should be."""
    found = sources()
    made = {_made(record, source): shapes.module(record, source) for record, source in found if _has_shapes(record)}
    forms = {form.shape: described(record, form.shape) for record, _ in found for form in record.forms}
    text = TS.format(
        names=" | ".join(f'"{shape}"' for shape in sorted(forms)),
        forms=_json(forms),
        views=_json({_key(record): _view(record) for record, _ in found if record.shows}),
        phone=_json([_phone(record, record.goes.phone) for record, _ in found if isinstance(record.goes.phone, Phone)]),
    )
    titles = _json({_key(record): record.title for record, _ in found if record.forms and record.shows}) + "\n"
    return {settings.BASE / path: text for path, text in (made | {Path(FORMS): text, Path(TITLES): titles}).items()}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)


def _key(record: Record) -> str:
    """The record's name in TypeScript: `keyCheck` of KeyCheck."""
    name = record.model.__name__
    return name[0].lower() + name[1:]


def _view(record: Record) -> dict[str, Any]:
    """RecordView of web/packages/forms/src/schema.ts: what stands alone, then what stands together in one line."""
    kept = [record.model._meta.get_field(name) for name in record.shows]
    texts = [one.name for one in kept if is_long(one)]
    others = [f"{one.name}_label" if choices(one) else one.name for one in kept if not is_long(one)]
    return {"texts": texts, "others": others}


def _phone(record: Record, phone: Phone) -> dict[str, Any]:
    """PhoneRecord of web/packages/forms/src/schema.ts."""
    shows = [{"name": name, "title": str(record.model._meta.get_field(name).verbose_name)} for name in phone.shows]
    return {
        "feed": phone.feed, "title": phone.label, "form": record.forms[0].shape, "day": phone.order, "sends": phone.sends,
        "ownPage": phone.own_page, "shows": shows, "discharges": list(phone.discharges),
    }  # fmt: skip


def sources() -> list[tuple[Record, str]]:
    """The records of every record.py, each with the file that says it."""
    paths = [path.relative_to(settings.BASE).as_posix() for path in settings.BASE.glob("hutong/**/record.py")]
    modules = [(import_module(path.removesuffix(".py").replace("/", ".")), path) for path in paths]
    found = [(record, path) for module, path in modules for record in module.RECORDS]
    return sorted(found, key=lambda one: one[0].table)


def stale() -> list[Path]:
    """Files that are not as the records say, and made ones whose record is gone."""
    wanted = files()
    stray = [
        path for path in settings.BASE.glob("hutong/*/made/*.py") if path.name != "__init__.py" and path not in wanted
    ]
    return [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text] + stray


def write() -> list[Path]:
    """Make what is not current; gives which files changed."""
    changed, wanted = stale(), files()
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8")
            if path.suffix == ".py":
                (path.parent / "__init__.py").touch()
        else:
            path.unlink()
    return changed


def _has_shapes(record: Record) -> bool:
    return bool(record.forms or record.shows)


def _made(record: Record, source: str) -> Path:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", record.model.__name__).lower()
    return Path(*Path(source).parts[:2], "made", f"{name}.py")
