"""What pydantic finds wrong, in Chinese, beside the field it is about."""

from typing import Any

SENTENCES = {
    "missing": "必填。",
    "string_type": "应为文字。",
    "string_too_long": "太长，最多 {max_length} 个字。",
    "string_too_short": "太短，至少 {min_length} 个字。",
    "string_pattern_mismatch": "格式不对。",
    "string_unicode": "含有无法保存的字符。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_from_float": "应为整数。",
    "float_parsing": "应为数字。",
    "float_type": "应为数字。",
    "bool_type": "应为是或否。",
    "bool_parsing": "应为是或否。",
    "greater_than": "应大于 {gt}。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than": "应小于 {lt}。",
    "less_than_equal": "不能大于 {le}。",
    "literal_error": "不在可选范围内。",
    "enum": "不在可选范围内。",
    "uuid_parsing": "编号不对。",
    "uuid_type": "编号不对。",
    "list_type": "应为一列内容。",
    "dict_type": "内容的形式不对。",
    "model_type": "内容的形式不对。",
    "model_attributes_type": "内容的形式不对。",
    "json_invalid": "内容读不懂。",
    "extra_forbidden": "没有这一项。",
    "too_long": "太多，最多 {max_length} 项。",
    "too_short": "太少，至少 {min_length} 项。",
}
ENTRANCES = ("body", "query", "path", "form", "file", "header", "cookie")


def sentence_of(error: dict[str, Any]) -> str:
    """One pydantic error as a sentence; a validator's own ValueError speaks Chinese already."""
    kind, context = error["type"], error.get("ctx") or {}
    if kind == "value_error":
        return str(context.get("error") or error["msg"].removeprefix("Value error, "))
    if kind.startswith(("date", "time")):
        return "应为日期，例如 2026-10-31。" if kind.startswith("date_") else "应为日期和时间。"
    return SENTENCES.get(kind, "填写不对。").format(**context)


def field_of(error: dict[str, Any]) -> str:
    """Where it is: the path inside what was sent, without the name of the route's own parameter."""
    path = list(error["loc"])
    if path and path[0] in ENTRANCES:
        # A body stands under the name of the parameter that takes it (body.data.name); a query does not.
        path = path[2:] if path[0] in ("body", "form") and len(path) > 2 else path[1:]
    return ".".join(str(part) for part in path)
