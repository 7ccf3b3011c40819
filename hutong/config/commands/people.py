"""hutong posts, hutong post …, hutong person …"""

from datetime import datetime

import click

from hutong.accounts.permissions import Role
from hutong.config.commands import common


@click.command(cls=common.Command)
@common.json_option
def posts(as_json: bool) -> None:
    """列出在任岗位与工号。"""
    common.boot()
    from hutong.workforce import listing

    rows = listing.all_posts()
    if as_json:
        return common.echo_json(rows)
    for row in rows:
        click.echo("\t".join(str(row[key]) for key in ("staff_number", "name", "role_name", "place", "place_name")))


@click.group(cls=common.Group)
def post() -> None:
    """岗位。"""


@post.command()
@click.option("--place", required=True, metavar="代码", help="区划代码（全国统计代码或护童代码）。")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="岗位。")
@click.option("--name", required=True, metavar="姓名", help="姓名。")
@click.option("--phone", metavar="号码", help="手机号码，可用来登录。")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="任职日期，默认今天。")
@click.option("--basis", default="", metavar="文号", help="任职依据。")
@click.option(
    "--sealed",
    is_flag=True,
    help="指定接触密封事项。只用于设省级最早的两位；以后由两个人在系统里办。会记入日志并告知其他指定人员。",
)
@common.json_option
def add(
    place: str,
    role: str,
    name: str,
    phone: str | None,
    since: datetime | None,
    basis: str,
    sealed: bool,
    as_json: bool,
) -> None:
    """设一个岗位；新人给出工号和初始密码。"""
    common.boot()
    from hutong.workforce import commands

    day = since.date() if since else None
    done = commands.appoint(common.place_code(place), Role(role), name, phone or "", day, basis, sealed=sealed)
    if as_json:
        return common.echo_json(done)
    secret = f"，初始密码 {done['initial_password']}（首次登录须修改）" if done["initial_password"] else ""
    click.echo(f"{name}：工号 {done['staff_number']}{secret}。")


@click.group(cls=common.Group)
def person() -> None:
    """人员账号。"""


@person.command()
@click.argument("staff_number", metavar="工号")
def password(staff_number: str) -> None:
    """给一个账号换一个新的初始密码。"""
    common.boot()
    from hutong.workforce import commands

    click.echo(f"新的初始密码：{commands.reset_password(staff_number)}（首次登录须修改）")
