"""What can be refused without the register: the same cases as on the phone (web/packages/forms/tests/rules.test.ts)."""

import json
from datetime import date

import pytest
from django.conf import settings

from hutong.care.checks.record import KEY_CHECK
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.ground.refusal import Refused
from hutong.records import forms, registry, rules

CASES = json.loads((settings.BASE / "web/packages/forms/tests/cases.json").read_text("utf-8"))
DAY = date(2026, 11, 23)


def form(shape):
    [record] = [record for record in registry.records() if any(one.shape == shape for one in record.forms)]
    return forms.described(record, shape)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['form']} {list(case['errors'])}")
def test_server_and_phone_refuse_the_same(case):
    told = rules.wrong(form(case["form"]), case["values"], date.fromisoformat(case["today"]))
    assert dict(told) == case["errors"]


def test_everything_that_is_wrong_is_said_at_once():
    check = NewCheck(date(2026, 12, 1), "home", "", problems=[NewProblem("炉子漏烟", DAY)])
    with pytest.raises(Refused) as refused:
        rules.refuse(KEY_CHECK, check, DAY, [(True, "on", "这份档案已退出，不能再记核查。")])
    assert [field for field, _ in refused.value.errors] == ["on", "found", "problems.0.due", "on"]
