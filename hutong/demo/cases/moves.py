"""Moves (A2-3): asked for from here and from there, a child claimed, one refused, one received."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hutong.accounts import context, grants
from hutong.accounts.models import new_id
from hutong.children.actions import register as write
from hutong.children.models import Child
from hutong.demo.acting import acting, moment
from hutong.demo.cases.choosing import Register
from hutong.demo.child import Invented
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN
from hutong.doubles import decide, find
from hutong.doubles.models import Double
from hutong.ground import clock
from hutong.transfers.moves import actions

MINGYUE, FULONGQUAN, CHIBEI = ANTU + 100_000, NONGAN + 101_000, 229801_120_000
MINGYUES, NONGANS, CHIBEIS, PROVINCE = "2224260003", "2201220003", "2298010002", "2200000001"


def moves(register: Register, today: date) -> None:
    """Write them; the supervisor of 明月镇 has two to answer and one that waits for the other end."""
    _asked(register, today, MINGYUE, MINGYUES, FULONGQUAN, 3, "父亲在伏龙泉镇包地，孩子转到伏龙泉镇中心小学")
    _asked(register, today, FULONGQUAN, NONGANS, ANTU + 100_201, 5, "母亲回明月镇娘家居住，孩子一起搬走")
    _claimed(register, today)
    _answered(register, today, 40, lambda grant, move: actions.refuse(grant, move, "孩子只是寒假来住，开学即返回"))
    _answered(register, today, 62, lambda grant, move: actions.accept(grant, move, NONGAN + 101_209))


def _asked(
    register: Register, today: date, origin: int, who: str, to: int, days: int, reason: str
) -> tuple[Invented, actions.Move] | None:
    child = register.take(origin, _left_behind)
    if child is None:
        return None
    with acting(who, moment(today, days, 10, 15)) as grant:
        return child, actions.ask(grant, Child.objects.within(grant).get(pk=child.id), to, reason)


def _claimed(register: Register, today: date) -> None:
    """The child lives in 池北 now and has a file in 明月镇. 池北 opened one too; the province, which sees both, asks."""
    child = register.take(MINGYUE, lambda child: _left_behind(child) and bool(child.file.child.get("id_number")))
    if child is None:
        return
    village = next(iter(register.among(CHANGBAISHAN)), None)
    to = village.village.code if village else CHIBEI + 300
    with acting(CHIBEIS, moment(today, 4, 14, 40)) as grant:
        [made] = write(grant, [replace(child.file, place=to, child=child.file.child | {"id": new_id()})])
    with clock.at(moment(today, 4, 14, 41)), context.within(grants.system()) as system:
        find.find(system, [made])
    first, second = sorted((child.id, made))
    with acting(PROVINCE, moment(today, 2, 9, 20)) as grant:
        pair = Double.objects.within(grant).get(first=first, second=second)
        decide.claim(grant, pair.pk, made, "孩子已随姥姥住在二道白河镇，在那里上学")


def _answered(register: Register, today: date, days: int, answer: Callable) -> None:
    if asked := _asked(register, today, MINGYUE, MINGYUES, FULONGQUAN, days, "随父母到伏龙泉镇居住"):
        with acting(NONGANS, moment(today, days - 2, 15, 5)) as grant:
            answer(grant, asked[1].pk)


def _left_behind(child: Invented) -> bool:
    return child.categories == {"left_behind"}
