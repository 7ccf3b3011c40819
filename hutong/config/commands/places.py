"""hutong places …"""

import time

import click

from hutong.config.commands import common


@click.group(cls=common.Group)
def places() -> None:
    """行政区划。"""


@places.command()
@click.option(
    "--province",
    "provinces",
    type=int,
    multiple=True,
    metavar="两位代码",
    help="一个省，例如 22（吉林省），可多次给出。",
)
@click.option("--all", "everything", is_flag=True, help="全国。")
def load(provinces: tuple[int, ...], everything: bool) -> None:
    """载入区划（再次载入只更新有变化的）。"""
    if everything == bool(provinces):
        raise click.UsageError("请给出 --province 或 --all 其中一个。")
    common.boot()
    from hutong.places import loader

    start = time.monotonic()
    count = loader.load(None if everything else provinces)
    click.echo(f"已载入 {count} 个单位，用时 {time.monotonic() - start:.1f} 秒。")
