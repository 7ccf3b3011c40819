"""hutong places …"""

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
