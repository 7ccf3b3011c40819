"""hutong places …"""

from datetime import date, datetime
from typing import Any

import click

from hutong.config.commands import common


@click.group(cls=common.Group)
def places() -> None:
    """行政区划。"""


@places.command()
@click.option("--province", type=int, metavar="两位代码", help="一个省，例如 22（吉林省）。")
@click.option("--all", "everything", is_flag=True, help="全国。")
@common.json_option
def load(province: int | None, everything: bool, as_json: bool) -> None:
    """载入区划（再次载入只更新有变化的）。"""
    if everything == (province is not None):
        raise click.UsageError("请给出 --province 或 --all 其中一个。")
    common.boot()
    from hutong.places import commands

    done = commands.load_places(province, everything)
    if as_json:
        return common.echo_json(done)
    click.echo(f"已载入 {done['units']} 个单位，其中村（居）{done['villages']} 个，用时 {done['seconds']} 秒。")


@places.command()
@click.argument("text", metavar="名称")
@common.json_option
def find(text: str, as_json: bool) -> None:
    """按名称、简称、拼音、首字母或代码查找区划。"""
    common.boot()
    from hutong.places import commands

    done = commands.find_places(text)
    if as_json:
        return common.echo_json(done)
    for place in done["places"]:
        click.echo(f"{place['code']}\t{place['path']}")
    if done["ambiguous"]:
        click.echo("这个名称不止一处，请写得更完整些。", err=True)


KINDS = {"更名": "rename", "划转": "move", "合并": "merge", "拆分": "split"}


@places.command()
@click.argument("kind", metavar="更名|划转|合并|拆分", type=click.Choice([*KINDS, *KINDS.values()]))
@click.argument("place", metavar="代码")
@click.option("--name", default="", metavar="名称", help="新名称；拆分时是新村（居）的名称。")
@click.option("--into", metavar="代码", help="合并：并入哪个单位。")
@click.option("--parent", metavar="代码", help="划转：划到哪个上级单位。")
@click.option("--code", type=int, metavar="代码", help="新的十二位代码；不填由系统编号。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="文件规定的启用日期，默认今天。")
@click.option("--document", default="", metavar="文号", help="依据的文件。")
@click.option("--reason", default="", metavar="理由")
@click.option("--end-post", "ends", multiple=True, metavar="岗位", help="随变更卸任的岗位编号，可以重复。")
@click.option("--confirm", is_flag=True, help="真正办理；不加只预览，什么都不改。")
@common.json_option
def change(kind: str, place: str, since: datetime | None, confirm: bool, as_json: bool, **given: Any) -> None:
    """区划变更：更名、划转、合并、拆分，记录一起过去。"""
    if confirm and not (given["document"] and given["reason"]):
        raise click.UsageError("办理变更要写明 --document 和 --reason。")
    common.boot()
    from hutong.workforce.changes import commands

    wish = _wish(KINDS.get(kind, kind), place, since, given)
    found = commands.ask(wish)
    if confirm:
        found |= commands.make(wish, given["document"], given["reason"], given["ends"])
    if as_json:
        return common.echo_json(found)
    click.echo(found["sentence"])
    counts = found["counts"]
    click.echo(f"涉及单位 {found['units']} 个，儿童 {counts['children']} 人，岗位 {counts['posts']} 个。")
    click.echo("已办理。" if confirm else "以上是预览，没有改动。确认办理请加 --confirm。")


def _wish(kind: str, place: str, since: datetime | None, given: dict[str, Any]) -> Any:
    from hutong.ground import clock
    from hutong.workforce.changes.plan import Wish

    into, parent = (common.place_code(given[name]) if given[name] else None for name in ("into", "parent"))
    day: date = since.date() if since else clock.today()
    return Wish(kind, common.place_code(place), day, given["name"], into, parent, given["code"])
