"""Papers by Typst: a template of ours, and data that is never part of the program.

Data reaches the template as one JSON text (`sys.inputs`), so that a name such as #read("/etc/passwd") prints as it is.
"""

import json
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typst

from hutong.documents import fonts

# Templates read nothing outside the package; each stands beside the app that owns the paper.
ROOT = Path(__file__).resolve().parents[1]
_one_at_a_time = threading.Lock()


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """The paper as PDF. template: path below hutong/, such as "sharing/papers/card.typ"; data: what JSON can say.

    Characters that no face has are printed as U+XXXXX, and the paper says so; `unprintable` names them.
    """
    return _compiled(template, data, "pdf")


def png(template: str, data: dict[str, Any]) -> list[bytes]:
    """The same pages as pictures, for looking at a template."""
    pages = _compiled(template, data, "png")
    return pages if isinstance(pages, list) else [pages]


def unprintable(data: Any) -> list[str]:
    """The characters of the data that the faces lack, as U+XXXXX."""
    return sorted(_point(one) for one in fonts.missing("".join(_texts(data))))


def _compiled(template: str, data: dict[str, Any], kind: Any) -> Any:
    lost = fonts.missing("".join(_texts(data)))
    shown = _visible(data, {ord(one): _point(one) for one in lost}) | {"unprintable": sorted(map(_point, lost))}
    inputs = {"data": json.dumps(shown, ensure_ascii=False, default=str)}
    with _one_at_a_time:
        return _compiler().compile(str(ROOT / template), format=kind, sys_inputs=inputs)


@cache
def _compiler() -> typst.Compiler:
    """Made once: it keeps the faces and the templates read."""
    faces = typst.Fonts(False, False, [str(folder) for folder in fonts.FOLDERS])
    return typst.Compiler(root=str(ROOT), font_paths=faces)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _texts(one)


def _visible(data: Any, points: dict[int, str]) -> Any:
    if isinstance(data, str):
        return data.translate(points) if points else data
    if isinstance(data, dict):
        return {key: _visible(value, points) for key, value in data.items()}
    return [_visible(one, points) for one in data] if isinstance(data, list | tuple) else data


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"
