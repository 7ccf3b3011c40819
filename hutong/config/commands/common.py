"""What all commands share: the data folder, starting Django on a database that is there, and how errors are told."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hutong.ground import chinese

# Before the commands are read: some of click's words are put in place while they are.
chinese.speak()
DEFAULT_DATA = Path(__file__).resolve().parents[3] / "data"


def data() -> Path:
    """The data folder: `--data`, else `HUTONG_DATA`, else data/ beside the program."""
    return Path(os.environ.get("HUTONG_DATA", DEFAULT_DATA)).absolute()


def _use_data(context: click.Context, option: click.Parameter, value: Path | None) -> None:
    if value:
        os.environ["HUTONG_DATA"] = str(value.absolute())


def _data_option() -> click.Option:
    return click.Option(
        ["--data"],
        type=click.Path(path_type=Path, file_okay=False),
        metavar="文件夹",
        help="数据文件夹，默认为程序旁的 data。",
        expose_value=False,
        is_eager=True,
        callback=_use_data,
    )


class Command(click.Command):
    """A command with --data and Chinese placeholders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs["params"] = [*kwargs.get("params", ()), _data_option()]
        super().__init__(*args, **kwargs)


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("subcommand_metavar", "命令 [参数]……")
        super().__init__(*args, **kwargs)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --json: the answer for programs."""
    return click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")(function)


def boot(say: Callable[[str], None] = lambda line: None) -> None:
    """Start the embedded database where none runs, bring it up to date, and set Django up. Called once a command."""
    from hutong.config import database

    os.environ["HUTONG_DATA"] = str(data())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
    database.ensure(data())
    import django

    django.setup()
    from hutong.config import setup

    setup.prepare(say)


def without_database() -> None:
    """Set Django up for what is made from code and files alone; no database is asked."""
    os.environ["HUTONG_DATA"] = str(data())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///hutong")
    import django

    django.setup()


def sentence_of(failed: BaseException) -> str | None:
    """The Chinese sentence of an error that is the user's to solve; None for a fault of the program."""
    for kind, words in OF_FILES.items():
        if isinstance(failed, kind):
            return f"{words}：{getattr(failed, 'filename', '')}"
    ours = type(failed).__module__.startswith("hutong.") and not isinstance(failed, RuntimeError)
    return str(failed) if ours else None


def echo_json(value: Any) -> None:
    """Print for programs: UTF-8, one document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


OF_FILES = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹，不是文件",
    PermissionError: "没有权限读写",
}


def place_code(text: str) -> int:
    """The place that a national code or one of Hutong's names. Raises PlaceNotFound where there is none."""
    from hutong.places import lookup

    return lookup.resolve(text).code
