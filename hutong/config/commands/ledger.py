"""hutong ledger …: the contract in docs/手册 that other tools rely on."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from hutong.config.commands import common

OUTCOMES = {"new": "新增", "changed": "变更", "unchanged": "无变化", "duplicate": "重复", "refused": "不收"}
FILE = click.argument("file", metavar="文件", type=click.Path(path_type=Path))
PLACE = click.option("--place", required=True, metavar="代码", help="台账所属单位（全国统计代码或护童代码）。")


@click.group(cls=common.Group)
def ledger() -> None:
    """台账。"""


@ledger.command()
@FILE
@PLACE
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="以哪一天为“今天”，默认今天。")
@common.json_option
def check(file: Path, place: str, on: datetime | None, as_json: bool) -> None:
    """检查一份台账，不改任何数据。"""
    common.boot()
    from hutong.ground import clock
    from hutong.ledgers import commands

    _show(commands.check(file, common.place_code(place), on.date() if on else clock.today()), as_json)


@ledger.command(name="import")
@FILE
@PLACE
@click.option("--as", "staff_number", required=True, metavar="工号", help="以谁的名义导入。")
@common.json_option
def import_(file: Path, place: str, staff_number: str, as_json: bool) -> None:
    """导入一份台账。"""
    common.boot()
    from hutong.ledgers import commands

    _show(commands.import_(file, common.place_code(place), staff_number), as_json)


def _show(answer: dict[str, Any], as_json: bool) -> None:
    if as_json:
        return common.echo_json(answer)
    click.echo("，".join(f"{word} {answer['totals'][key]}" for key, word in OUTCOMES.items()))
    for row in answer["rows"]:
        where = f"{row['sheet']} 第{row['row']}行" if row["sheet"] else f"第{row['row']}行"
        for problem in row["problems"]:
            click.echo(f"{where}：{problem['message']}")
