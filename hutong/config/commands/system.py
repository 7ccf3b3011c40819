"""hutong serve, setup, sweep, worker, openapi, policy …"""

import os

import click

from hutong.config.commands import common


@click.command(cls=common.Command)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="端口", help="端口。")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="在哪个地址上提供服务。")
@click.option("--empty", is_flag=True, help="不要演示数据。")
@click.option("--province", type=int, default=22, show_default=True, metavar="两位代码", help="载入哪个省的区划。")
def serve(port: int, host: str, empty: bool, province: int) -> None:
    """启动服务（./run 用的就是它）。"""
    from hutong.config import deployment, serving
    from hutong.ground import kind

    deployment.check(os.environ, host)
    os.environ["HUTONG_PROVINCE"] = str(province)
    serving.check_port(host, port)
    click.echo("正在准备数据库……")
    elsewhere = "DATABASE_URL" in os.environ
    common.boot(click.echo)
    from hutong.demo.appointing import whose

    what = kind.settle(common.data(), whose(), empty=empty, elsewhere=elsewhere)
    if what == kind.REAL and not empty:
        click.echo("这个数据目录是正式系统的，按正式系统启动，没有演示账号。")
    serving.serve(host, port, demo=what == kind.DEMO)


@click.command(cls=common.Command)
def setup() -> None:
    """把数据库更新到本版本（启动时会自动做）。"""
    common.boot(click.echo)
    click.echo("数据库已是最新。")


@click.command(cls=common.Command)
@common.json_option
def sweep(as_json: bool) -> None:
    """做一遍每夜的工作：按规则核对全部职责，清理到期文件。"""
    common.boot()
    from hutong.config import jobs, nightly
    from hutong.duties import registry

    done = nightly.run()
    jobs.leave_house()
    if as_json:
        return common.echo_json(done)
    for rule in registry.rules():
        click.echo(f"{rule.clause} {rule.title}：更新 {done[rule.key]} 条职责")
    click.echo(f"到期文件：清理 {done['expired_files']} 个")


@click.command(cls=common.Command)
def worker() -> None:
    """只运行后台任务（多台机器部署时用）。"""
    common.boot()
    from hutong.config import jobs

    jobs.run()


@click.command(cls=common.Command)
def openapi() -> None:
    """输出接口说明（OpenAPI）。"""
    common.without_database()
    from hutong.config.api import description

    click.echo(description(), nl=False)


@click.group(cls=common.Group)
def policy() -> None:
    """政策数据（policy 文件夹）。"""


@policy.command()
def load() -> None:
    """载入新增的政策行；已有的不改。"""
    common.boot()
    from hutong.duties.policy import load as load_rows

    click.echo(f"新增 {load_rows()} 行。")
