"""What any route may answer beside success, described in one place for the whole API; refusals.py answers it."""

from typing import Any

from ninja import Schema

Described = dict[str, Any]
# Whoever sends no body has none too large; where nobody signs in, nobody is refused for who he is.
ALWAYS = {
    400: "读不懂这个请求",
    404: "没有这一项，或者不在辖区内",
    409: "与已有的记录冲突，或者刚被别人改过",
    422: "有内容填写不对，fields 说明哪一项",
    429: "次数太多，Retry-After 说明多少秒以后再试",
    503: "正在办理较大的变更，Retry-After 说明多少秒以后再试",
}
SIGNED_IN = {401: "请先登录", 403: "岗位没有这个权限，或者页面已过期"}
WITH_BODY = {413: "内容太大"}
DOWNLOADS = {410: "文件已过保存期"}


class RefusedField(Schema):
    """field: where, as a path into what was sent; message: a sentence for people."""

    field: str
    message: str


class Refusal(Schema):
    """message: a sentence for people. A few refusals carry more beside these."""

    message: str
    code: str
    fields: list[RefusedField]


def complete(description: Described) -> None:
    """Add to every operation the refusals that it may answer."""
    parts = description["components"]
    parts["schemas"] |= {
        "Refusal": Refusal.model_json_schema(ref_template="#/components/schemas/{model}") | {"$defs": None},
        "RefusedField": RefusedField.model_json_schema(),
    }
    del parts["schemas"]["Refusal"]["$defs"]
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    told = ALWAYS | SIGNED_IN | WITH_BODY | DOWNLOADS
    parts["responses"] = {f"Refused{status}": {"description": told[status], "content": refusal} for status in told}
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"] |= {
                status: {"$ref": f"#/components/responses/Refused{status}"} for status in sorted(_of(operation))
            }


def _of(operation: Described) -> set[int]:
    which = {"security": SIGNED_IN, "requestBody": WITH_BODY}
    told = [set(statuses) for part, statuses in which.items() if operation.get(part)]
    downloads = "content" not in operation["responses"].get(200, {"content": None})
    return set(ALWAYS).union(*told, DOWNLOADS if downloads else ())
