"""A child leaves the register with a reason, or comes back. Death ends duties and messages at once."""

from datetime import date

from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission
from hutong.children import asking, followed
from hutong.children.actions.touch import touch
from hutong.children.age import age
from hutong.children.models import Child, Review
from hutong.children.models.choices import ADULT, GONE, ExitReason
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action

EXIT_FIELDS = ("exit_reason", "exited_on", "exit_note", "last_payment_month")


@action("children.leave", Permission.CHILD_WRITE)
def leave(
    grant: Grant, child: Child, reason: ExitReason, on: date, note: str = "", last_payment_month: date | None = None
) -> None:
    """Close the file from a day on; its duties end in the same transaction."""
    refuse_sealed(note=note)
    if not child.active:
        raise Refused([("on", f"这份档案已于 {child.exited_on} 退出。")])
    if reason in GONE:
        raise Refused([("on", "合并和撤销导入请在“疑似重复档案”和“台账导入”里办理。")])
    if not child.birth_date <= on <= clock.today():
        raise Refused([("on", "退出日期不能早于出生日期，也不能晚于今天。")])
    if reason == ExitReason.ADULT and age(child.birth_date, on) < ADULT:
        raise Refused([("reason", f"到 {on} 还不满十八周岁，不能以“年满十八周岁”退出。")])
    child.exit_reason, child.exited_on, child.exit_note = reason, on, note
    child.last_payment_month = last_payment_month
    touch(child, *EXIT_FIELDS)
    followed.left(grant, child, reason)
    told = f"{child.name}于{on}退出（{ExitReason(reason).label}）" + (f"，{note}" if note else "")
    asking.ask(grant, child, Review.Kind.EXIT, told[:400])


@action("children.return", Permission.CHILD_WRITE)
def return_child(grant: Grant, child: Child, note: str) -> None:
    """Take a child back into the register: it came home, or the exit was a mistake."""
    refuse_sealed(note=note)
    if child.active:
        raise Refused([("note", "这份档案没有退出，不需要恢复。")])
    child.exit_reason, child.exited_on, child.exit_note, child.last_payment_month = "", None, note, None
    touch(child, *EXIT_FIELDS)
