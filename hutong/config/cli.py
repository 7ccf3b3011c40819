"""The command `hutong`, the administrator's tool. Exit codes: 0 done, 1 failed, 2 asked for wrongly."""

import logging
import sys
from pathlib import Path

import click

from hutong.config.commands import (
    backups,
    common,
    deadline,
    journal,
    ledger,
    packet,
    people,
    places,
    processes,
    records,
    simulate,
    system,
)  # fmt: skip
from hutong.config.logs import Discreet, ErrorFile


@click.group(cls=common.Group, options_metavar="[选项]", subcommand_metavar="命令 [参数]……")
def hutong() -> None:
    """护童管理工具。服务开着或停着都可以使用。"""


for command in (
    system.serve,
    system.setup,
    system.sweep,
    system.worker,
    system.openapi,
    records.records,
    records.new_record,
    places.places,
    people.posts,
    people.post,
    people.person,
    ledger.ledger,
    packet.packet,
    system.policy,
    deadline.deadline,
    processes.processes,
    backups.backup_key,
    backups.backup,
    backups.restore,
    simulate.simulate,
    journal.journal,
):
    hutong.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit; whatever goes wrong is said in one Chinese sentence, never as a traceback."""
    try:
        code = hutong.main(arguments, prog_name="hutong", standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except Exception as failed:
        sys.exit(_reported(failed))
    sys.exit(code if isinstance(code, int) else 0)


def _reported(failed: Exception) -> int:
    if sentence := common.sentence_of(failed):
        click.echo(f"错误：{sentence}", err=True)
        return 2
    path = common.data() / "errors.log"
    _log(failed, path)
    click.echo(f"出错了（{type(failed).__name__}），没有做完。详情已记入 {path}，请联系技术支持。", err=True)
    return 1


def _log(failed: Exception, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = ErrorFile(path, delay=True)
    handler.setFormatter(Discreet())
    # Command and subcommand: what follows may be a number or a name.
    record = logging.LogRecord(
        "hutong", logging.ERROR, "", 0, " ".join(sys.argv[:3]), None, (type(failed), failed, failed.__traceback__)
    )
    handler.handle(record)
    handler.close()
