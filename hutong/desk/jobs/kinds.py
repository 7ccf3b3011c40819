"""What each task is called, whose it is, and what its waiting screen is told when it is given up."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from hutong.accounts.managers import plain
from hutong.ledgers.models import LedgerImport
from hutong.places.models import ChangeAsked
from hutong.returns.models import Exchange, Export

Status = LedgerImport.Status


@dataclass(frozen=True)
class Kind:
    """One task. argument: names the row of `model` that waits for it. stop: sets that row to what it is when given up."""

    title: str
    model: type[Model] | None = None
    argument: str = ""
    stop: Callable[[Any, str], list[str]] = lambda row, words: []

    def row(self, args: dict[str, Any]) -> Any:
        """What waits, if the present scope sees it."""
        try:
            key = uuid.UUID(str(args.get(self.argument)))
        except ValueError:
            return None
        return plain(self.model).filter(pk=key).first() if self.model else None


def _ledger(row: Any, words: str) -> list[str]:
    back = {Status.IMPORTING: Status.CHECKED, Status.UNDOING: Status.DONE}
    if row.status in (Status.WAITING, Status.READING, Status.CHECKING, *back):
        row.status, row.error = back.get(row.status, Status.FAILED), words
    return ["status", "error"]


def _problems(row: Any, words: str) -> list[str]:
    if row.problems_state == "making":
        row.problems_state, row.error = "failed", words
    return ["problems_state", "error"]


def _failed(row: Any, words: str) -> list[str]:
    if row.status in ("waiting", "working"):
        row.status, row.error = "failed", words[:300]
    return ["status", "error"]


SYSTEM = Kind("系统任务")
KINDS = {
    "hutong.alarms.tasks.send_alarms": Kind("发送通知"),
    "hutong.config.jobs.night": Kind("每夜整理"),
    "hutong.config.jobs.seal_journal": Kind("封存历史记录"),
    "hutong.config.jobs.climb": Kind("逾期逐级上报"),
    "hutong.config.jobs.take_up": Kind("接续中断的任务"),
    "hutong.ledgers.intake.tasks.check_ledger": Kind("核对台账", LedgerImport, "ledger_id", _ledger),
    "hutong.ledgers.intake.tasks.write_ledger": Kind("导入台账", LedgerImport, "ledger_id", _ledger),
    "hutong.ledgers.intake.tasks.undo_ledger": Kind("撤销导入", LedgerImport, "ledger_id", _ledger),
    "hutong.ledgers.intake.tasks.make_problem_book": Kind("台账问题行", LedgerImport, "ledger_id", _problems),
    "hutong.doubles.tasks.find_doubles": Kind("查找疑似重复档案"),
    "hutong.returns.exchange.tasks.make_batch": Kind("全国系统上报批次", Exchange, "exchange_id", _failed),
    "hutong.returns.exchange.tasks.make_file": Kind("全国系统上报文件", Exchange, "exchange_id", _failed),
    "hutong.returns.exchange.tasks.read_upload": Kind("读取全国系统回执", Exchange, "exchange_id", _failed),
    "hutong.returns.out.tasks.make_export": Kind("导出清单", Export, "export_id", _failed),
    "hutong.workforce.changes.tasks.change_places": Kind("区划变更", ChangeAsked, "asked_id", _failed),
}


def kind_of(task: str) -> Kind:
    """The kind of a task; one that is not listed is the system's."""
    return KINDS.get(task, SYSTEM)
