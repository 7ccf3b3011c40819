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
