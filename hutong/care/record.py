"""Visits (A3-4): what they ask, how they read, where they go."""

from typing import Any

from hutong.care import checklist
from hutong.care.models import CHECKLIST, SEEN, Finding, Visit
from hutong.documents import signing
from hutong.records.declared import TODAY, Ask, Follows, Form, Goes, Packet, Paper, Phone, Record, Refuse, Says, When

TITLE = "{on} {mode}走访"
UNLIKE = tuple(value for value in Finding.values if value != Finding.NORMAL)
VISIT_IN = Form(
    "VisitIn",
    (
        Ask("on", usual=TODAY, not_after=TODAY),
        Ask("mode"),
        Ask("place_text"),
        Ask("seen", choices=SEEN),
        Ask("spoke_alone"),
        Ask("words"),
        Ask("words_by"),
        Ask("no_change"),
        Ask("findings", choices=CHECKLIST, of=dict(Finding.choices), required=False),
        Ask("notes", notes=500),
        Ask("risk"),
        Ask("risk_reasons"),
        Ask("next_steps"),
        Ask("next_on", not_before="on"),
    ),
    told="NewVisit",
    refuses=(
        Refuse("findings", "选了“没有变化”，又有不正常的项目，请改正其中一处。",
               (When("no_change", (True,)), When("findings", UNLIKE))),
        Refuse("findings", "请逐项选择查看情况，或选“没有变化”。", (When("no_change", (False, None)), When("findings", empty=True))),
        Refuse("risk_reasons", "请写明评为这一风险等级的理由。", (When("risk", ("high", "medium")), When("risk_reasons", empty=True))),
        Refuse("notes.{point}", "{point}有问题，请写明情况。",
               (When("findings.{point}", (Finding.PROBLEM.value,)), When("notes.{point}", empty=True)), each="findings"),
    ),
)  # fmt: skip


def _by(visit: Any) -> str:
    return f"走访人：{visit.visitor_name}；" if visit.visitor_name else ""


def _signed(visit: Any) -> str:
    return "；".join(signing.quoted([visit.pk])[visit.pk])


VISIT = Record(
    model=Visit,
    title="走访记录",
    forms=(VISIT_IN,),
    says=(
        Says("care.record_visit", TITLE, checklist.detail),
        Says("packets.receive", f"转入前：{TITLE}", lambda visit: _by(visit) + checklist.detail(visit)),
    ),
    goes=Goes(
        timeline="visit",
        paper=Paper("visits", "走访记录（最近三十次）", (("日期", 2, "{on}"), ("方式", 2, "{mode}"), ("情况", 9, checklist.detail),
                    ("走访人", 2, "{visitor_name}"), ("签字", 3, _signed)), ("-on", "-id")),
        phone=Phone("visits", "走访记录", "on", sends="care.record_visit", own_page=True, shows=("visitor_name", "recorded_at"),
                    discharges=("visit",)),
        packet=Packet("visits", checklist.check),
        doubles="走访",
        exchange=False,
        erasure=True,
        move=Follows.TRAVELS,
        merge=Follows.TRAVELS,
    ),
)  # fmt: skip
RECORDS = (VISIT,)
