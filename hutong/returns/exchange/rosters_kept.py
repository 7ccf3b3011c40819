"""What becomes of a roster's results: tasks for villages, and after its day nothing but a proof (ledgers/lists.py)."""

from collections import Counter
from typing import Any

from hutong.accounts import grants
from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.ledgers import lists
from hutong.returns.models import Exchange, ExchangeRow

What, Kind = ExchangeRow.What, Exchange.Kind
TITLE = "核实全国系统名册"
TASK = {
    What.THEIRS: "全国系统有、本系统没有的 {count} 名：核实是否在本村（社区）居住，在的建档",
    What.DIFFERS: "两边不一致的 {count} 名：核实哪一边对",
    What.OURS: "本系统有、全国系统没有的 {count} 名：核实是否还在本村（社区）",
}


@action("children.task_roster", Permission.EXCHANGE)
def hand_out(grant: Grant, exchange: Exchange) -> int:
    """Give each village its part of a roster, in figures: the names stay with the county, which tells them. Raises Refused."""
    if exchange.kind != Kind.ROSTER or exchange.deleted_at or exchange.status not in ("ready", "closed"):
        raise Refused("只有比对完、还没删除的名册可以交村核实。", "not_now")
    if exchange.tasked_on:
        raise Refused(f"已于 {exchange.tasked_on} 交村核实。", "already_done")
    rows = ExchangeRow.objects.within(grant).filter(exchange=exchange, what__in=list(TASK))
    found = Counter(rows.values_list("place", "what"))
    told = {place: _words(found, place) for place, _ in found}
    count = lists.hand_out(grant, TITLE, told)
    exchange.tasked_on = clock.today()
    exchange.save(update_fields=["tasked_on"])
    return count


def _words(found: Counter[Any], place: int) -> str:
    parts = [words.format(count=found[place, what]) for what, words in TASK.items() if found[place, what]]
    return "；".join(parts) + "。名单请向县（市、区）民政部门索取。"


@action("children.delete_roster", Permission.EXCHANGE)
def delete(grant: Grant, exchange: Exchange) -> None:
    """Delete what a roster says of people, and keep the proof. What was adopted stays as a keyed hash: what they hold. Raises Refused."""
    if exchange.kind != Kind.ROSTER or exchange.deleted_at or exchange.status not in ("ready", "closed"):
        raise Refused("没有可以删除的名册内容。", "not_now")
    rows = ExchangeRow.objects.within(grant).filter(exchange=exchange)
    sealed = rows.order_by("position").values_list("data", flat=True)
    proof = lists.proof(bytes(one) for one in sealed.iterator())
    rows.filter(settled_at=None).delete()
    rows.update(data=b"")
    exchange.deleted_at, exchange.deleted_rows, exchange.deleted_digest = clock.now(), proof.rows, proof.digest
    exchange.status = Exchange.Status.CLOSED
    exchange.save(update_fields=["deleted_at", "deleted_rows", "deleted_digest", "status"])


def sweep() -> int:
    """At night: delete the rosters whose day has come; gives how many."""
    system = grants.system()
    due = plain(Exchange).filter(kind=Kind.ROSTER, deleted_at=None, kept_until__lte=clock.today())
    found = list(due.filter(status__in=["ready", "closed"]))
    for one in found:
        delete(system, one)
    return len(found)
