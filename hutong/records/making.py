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

FORMS = Path("web/packages/forms/src/made")
TITLES = "web/apps/desk/src/locales/zh-CN/titles.json"
HEAD = "// Made by `hutong records` from {source}; never edited.\n"
IMPORT = 'import type {{ {types} }} from "../schema.ts";\n'
ALL = """
/** What is asked. */
export const records = {{ {forms} }};
export type Recorded = keyof typeof records;

/** How a row of a record's list reads. */
export const views = {{ {views} }};

/** Records that phones hold and may make. */
export const onPhone: PhoneRecord[] = [{phone}];
"""


def files() -> dict[Path, str]:
    """Every made file with its text as it should be."""
    found = sources()
    made = {_made(record, source): shapes.module(record, source) for record, source in found if _has_shapes(record)}
    screens = {FORMS / f"{_key(record)}.ts": _screen(record, source) for record, source in found if _said(record)}
    titles = _json({_key(record): record.title for record, _ in found if record.forms and record.shows}) + "\n"
    every = made | screens | {FORMS / "index.ts": _index([record for record, _ in found]), Path(TITLES): titles}
    return {settings.BASE / path: text for path, text in every.items()}


def _said(record: Record) -> dict[str, tuple[str, Any]]:
    """What screens are told of a record: name in TypeScript, with its type and value."""
    said: dict[str, tuple[str, Any]] = {
        form.shape: ("FormSchema", described(record, form.shape)) for form in record.forms
    }
    if record.shows:
        said["view"] = ("RecordView", _view(record))
    if isinstance(record.goes.phone, Phone):
        said["phone"] = ("PhoneRecord", _phone(record, record.goes.phone))
    return said


def _screen(record: Record, source: str) -> str:
    said = _said(record)
    types = ", ".join(sorted({kind for kind, _ in said.values()}))
    values = [f"\nexport const {name}: {kind} = {_json(value)};\n" for name, (kind, value) in said.items()]
    return HEAD.format(source=source) + IMPORT.format(types=types) + "".join(values)


def _index(records: list[Record]) -> str:
    said = {_key(record): names for record in records if (names := _said(record))}
    forms = [f"{name}: {key}.{name}" for key, names in said.items() for name in names if name not in ("view", "phone")]
    imports = [f'import * as {key} from "./{key}.ts";\n' for key in said]
    return HEAD.format(source="hutong/**/record.py") + IMPORT.format(types="PhoneRecord") + "".join(imports) + ALL.format(
        forms=", ".join(forms),
        views=", ".join(f"{key}: {key}.view" for key, names in said.items() if "view" in names),
        phone=", ".join(f"{key}.phone" for key, names in said.items() if "phone" in names),
    )  # fmt: skip


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
    others = [(f"{one.name}_label" if choices(one) else one.name, one) for one in kept if not is_long(one)]
    return {"texts": texts, "others": [{"name": name, "title": str(one.verbose_name)} for name, one in others]}


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
    made = [*settings.BASE.glob("hutong/*/made/*.py"), *(settings.BASE / FORMS).glob("*.ts")]
    stray = [path for path in made if path.name != "__init__.py" and path not in wanted]
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
