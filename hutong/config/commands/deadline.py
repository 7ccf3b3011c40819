"""hutong deadline: when something is due."""

import json
from datetime import datetime

import click

from hutong.config.commands import common
from hutong.ground import working_days
from hutong.ground.deadline import LABELS, DeadlineError, Unit, due

EXAMPLE = "2026-09-30T16:00:00+08:00"
UNCONFIRMED = "（所跨年度的放假调休安排还没有公布，公布后可能改变）"


@click.command(cls=common.Command)
@click.option("--from", "since", required=True, metavar="时间", help=f"起算时间，要带时区，例如 {EXAMPLE}。")
@click.option("--amount", required=True, type=int, metavar="数量", help="多少，1 或更大的整数。")
@click.option("--unit", required=True, type=click.Choice([unit.value for unit in Unit]), metavar="单位",
              help="、".join(f"{unit}（{LABELS[unit]}）" for unit in Unit) + "。")  # fmt: skip
@common.json_option
def deadline(since: str, amount: int, unit: str, as_json: bool) -> None:
    """推算期限：当天不计入，按天、工作日、月的到最后一天的24时。"""
    found = due(_moment(since), amount, Unit(unit), working_days.calendar())
    if as_json:
        answer = {"due": found.text} | ({} if found.confirmed else {"calendar": "unconfirmed"})
        return click.echo(json.dumps(answer))
    click.echo(found.text + ("" if found.confirmed else UNCONFIRMED))


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise DeadlineError(f"看不懂起算时间“{text}”，请写成 {EXAMPLE} 这样。") from wrong
