"""hutong records: for those who work on Hutong."""

import os

import click

from hutong.config.commands import common


def _models() -> None:
    """Django with its models and nothing more: what apps register may need files that are still to be made."""
    os.environ["HUTONG_DATA"] = str(common.data())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///hutong")
    from django.apps import AppConfig, apps
    from django.conf import settings

    configs = [AppConfig.create(name) for name in settings.INSTALLED_APPS]
    for config in configs:
        config.ready = lambda: None
    apps.populate(configs)


@click.command(cls=common.Command)
def records() -> None:
    """由各 record.py 重新生成 made 里的文件。"""
    _models()
    from hutong.records import making

    for path in making.write():
        click.echo(path)


@click.command(cls=common.Command)
@click.argument("record", metavar="应用.名称")
@click.option("--title", required=True, metavar="中文名称", help="这种记录叫什么，例如：监护人谈话。")
@click.option(
    "--permission",
    default="child_write",
    show_default=True,
    metavar="权限",
    help="谁可以记（accounts/permissions.py）。",
)
def new_record(record: str, title: str, permission: str) -> None:
    """写出一种新记录的手写文件，以后由人维护。"""
    from django.conf import settings

    os.environ["HUTONG_DATA"] = str(common.data())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///hutong")
    from hutong.records import scaffold

    app, _, name = record.partition(".")
    new = scaffold.New(settings.BASE, app, name, title, permission)
    try:
        for path in scaffold.write(new):
            click.echo(path.relative_to(new.base))
    except scaffold.CannotWrite as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(f"下一步：hutong records；迁移里加上 {scaffold.protection(new)}（见 CONTRIBUTING.md）。")
