"""What a wished change would do, for a person to read before it is done."""

from typing import Any

from hutong.accounts.grants import Grant
from hutong.places import refs as named
from hutong.places.codes import parent_code
from hutong.places.models import Change, Place
from hutong.places.schemas import PlaceRef
from hutong.workforce import listing
from hutong.workforce.changes import actions, recode
from hutong.workforce.changes.plan import Plan, Wish, plan

K = Change.Kind
SENTENCES = {
    K.RENAME: "{old}更名为{new}。代码不变，所有记录不动。",
    K.MOVE: "{old}从{above}划到{parent}，代码由 {code} 改为 {new_code}；下面的单位和全部记录一起过去。",
    K.MERGE: "{old}并入{new}，原代码 {code} 不再使用；全部记录归到{new}名下。",
    K.SPLIT: "从{old}拆出{new}（代码 {new_code}）。儿童和人员都先留在{old}，再由乡镇（街道）的儿童督导员在“拆分分配”里把儿童成批分到各村（居）。",
}


def preview(grant: Grant, wish: Wish) -> dict[str, Any]:
    """PlaceChangePreview (schemas.py). Raises Problem as plan() does."""
    made = plan(grant, wish)
    with recode.everywhere():
        held = list(actions.posts(made).order_by("place", "role", "id"))
        return {
            "sentence": sentence(made),
            "code": made.unit.code,
            "new_code": made.new_code,
            "path": named.path(made.unit.code),
            "new_path": _new_path(made),
            "units": sum(_units(low, high) for low, high in actions.spans(made)),
            "counts": recode.counts(actions.spans(made)),
            "posts": listing.rows(held),
            "doubles": actions.doubles(made),
            "held_twice": [post.pk for post in held if made.gone and actions.held_twice(made, post)],
        }


def sentence(made: Plan) -> str:
    """The change in one sentence."""
    above = named.path(made.unit.code)[-2]
    parent = named.refs([parent_code(made.new_code) or 0])
    return SENTENCES[K(made.wish.kind)].format(
        old=made.unit.name,
        new=made.new_name,
        above=above.name,
        parent=next(iter(parent.values())).name,
        code=made.unit.code,
        new_code=made.new_code,
    )


def _new_path(made: Plan) -> list[PlaceRef]:
    above = parent_code(made.new_code)
    unit = PlaceRef(code=made.new_code, name=made.new_name, level=made.unit.level)
    return [*(named.path(above) if above else []), unit]


def _units(low: int, high: int) -> int:
    return Place.objects.filter(code__gte=low, code__lt=high).count()
