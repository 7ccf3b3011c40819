"""Key checks (A2-4) and the problems they find (A3-4): what they ask, how they read, where they go."""

from hutong.care.models import CheckProblem, KeyCheck
from hutong.records.declared import TODAY, Ask, Follows, Form, Goes, Record, Says, Several

PROBLEM = (Ask("text", hint="写一个问题，例如：炉子漏烟"), Ask("due", not_before="on"))
KEY_CHECK = Record(
    model=KeyCheck,
    title="重点核查",
    forms=(
        Form(
            "KeyCheckIn",
            (
                Ask("on", usual=TODAY, not_after=TODAY),
                Ask("mode", usual="home"),
                Ask("found", hint="见到谁，看到什么，与档案和走访记录是否一致"),
                Several("problems", "发现的问题", "ProblemIn", "NewProblem", CheckProblem, PROBLEM, hint="没有发现问题，可以不填。"),
            ),
            told="NewCheck",
        ),
    ),
    says=(Says("care.key_check", "{on} 重点核查（{mode}）", "{found}"),),
    shows=("on", "mode", "found", "checker_name"),
    # It is the work of the township that made it.
    goes=Goes(timeline="visit", paper=None, phone=None, packet=None, doubles="重点核查", exchange=False, erasure=True,
              move=Follows.STAYS, merge=Follows.STAYS),
)  # fmt: skip
CHECK_PROBLEM = Record(
    model=CheckProblem,
    title="整改问题",
    forms=(Form("FixedIn", (Ask("note", "fixed_note", required=True),)),),
    says=(
        Says("care.key_check", "重点核查发现问题", "{text}（{due} 前整改）"),
        Says("care.fix_problem", "问题整改完成", "{text}：{fixed_note}"),
    ),
    shows=("found_on", "text", "due", "fixed_on", "fixed_note", "fixed_name"),
    adds={"late": "bool"},
    goes=Goes(timeline="visit", paper=None, phone=None, packet=None, doubles=None, exchange=False, erasure=True,
              move=Follows.TRAVELS, merge=Follows.TRAVELS),
)  # fmt: skip
RECORDS = (KEY_CHECK, CHECK_PROBLEM)
