"""Which fields of a request hold what PostgreSQL cannot keep, in the words of the forms: NUL and halves of surrogate pairs."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from django.apps import apps

from hutong.accounts.http import Problem
from hutong.children.groups import GROUPS
from hutong.config import sizes

SENTENCE = "内容里有无法保存的字符，请删去后再提交。"
AT_FIELD = "这一项里有无法保存的字符，请删去后再提交。"
MOST = 20
# Of a child's file "group.field", which stands for it wherever it is in the body.
OF_FILES = {f"{group.key}.{name}": str(group.column(name).verbose_name) for group in GROUPS for name in group.fields}
# Of all others what the models call it, where those that have such a field agree; and here what is nobody's column, or
# is called differently from form to form.
NAMES = {
    "name": "姓名或名称", "reason": "理由", "note": "说明", "text": "内容", "title": "标题", "basis": "依据", "document": "文号",
    "contact": "联系人", "phone": "电话", "password": "密码", "new": "新密码", "old": "原密码", "q": "查找的内容", "number": "号码",
    "other": "其他", "detail": "详情", "answer": "答复", "organisation": "单位名称", "recipient_name": "接收人",
    "against_name": "回避人", "staff_number": "工号", "username": "工号",
}  # fmt: skip


@cache
def labels() -> dict[str, str]:
    """Chinese label by the last part of a field's path."""
    called: dict[str, set[str]] = defaultdict(set)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if (label := str(field.verbose_name)) and not label.isascii():
                called[field.name].add(label)
    return {name: label for name, (label, *others) in called.items() if not others} | NAMES


def refusal(body: bytes, query: str) -> Problem:
    """A refusal that names each field it can; without a name where the text is no JSON or stands outside every field."""
    fields = [_field(path) for path in [*_in_query(query), *_in_body(body)] if path][:MOST]
    known = dict.fromkeys(label for _, label in fields if label)
    where = "、".join(f"“{label}”" for label in known)
    message = f"{where}里有无法保存的字符，请删去后再提交。" if where else SENTENCE
    return Problem(422, message, "invalid", [(name, AT_FIELD) for name, _ in fields])


def _field(path: tuple[str, ...]) -> tuple[str, str]:
    """Name as forms know it, and label or ""."""
    named = [part for part in path if not part.isdecimal()]
    of_file = ".".join(named[-2:])
    if of_file in OF_FILES:
        return of_file, OF_FILES[of_file]
    return ".".join(path)[:200], labels().get(named[-1], "") if named else ""


def _in_query(query: str) -> Iterator[tuple[str, ...]]:
    yield from ((name,) for name, value in parse_qsl(query) if _bad(value) and not _bad(name))


def _in_body(body: bytes) -> list[tuple[str, ...]]:
    # Beyond it nobody typed it into a form, and nobody need be signed in yet: refused without being read.
    if len(body) > sizes.BEFORE_KNOWN:
        return []
    try:
        return list(_within(json.loads(body, strict=False), ()))
    except (ValueError, RecursionError):
        return []


def _within(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, str) and _bad(value):
        yield path
    elif isinstance(value, list | dict):
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            # A name that cannot be kept cannot be told either.
            yield from _within(one, path if _bad(str(name)) else (*path, str(name)))


def _bad(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
