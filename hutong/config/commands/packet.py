"""hutong packet …: keys and files to and from other deployments (docs/packet.md)."""

from pathlib import Path

import click

from hutong.config.commands import common

FILE = click.argument("file", metavar="文件", type=click.Path(path_type=Path))
AS = click.option("--as", "staff_number", required=True, metavar="工号", help="以谁的名义办理。")


@click.group(cls=common.Group)
def packet() -> None:
    """向系统外转出、从系统外转入。"""


@packet.command()
@common.json_option
def key(as_json: bool) -> None:
    """显示本系统的公钥和指纹，发给对方。"""
    common.boot()
    from hutong.transfers.packets import keys

    own = keys.own().public
    if as_json:
        return common.echo_json({"key": own.text, "fingerprint": own.fingerprint})
    click.echo(f"{own.text}\n指纹：{own.fingerprint}（请在电话里核对）")


@packet.command()
@FILE
@AS
def receipt(file: Path, staff_number: str) -> None:
    """收下一份回执。"""
    common.boot()
    from hutong.transfers.packets import commands

    click.echo(commands.take_receipt(file, staff_number))


@packet.command()
@FILE
@AS
def upload(file: Path, staff_number: str) -> None:
    """收下一份转入文件，等人在页面上办理。"""
    common.boot()
    from hutong.transfers.packets import commands

    click.echo(commands.upload(file, staff_number))
