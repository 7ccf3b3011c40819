"""What of a new file can be refused without the register: the phone is held to the same cases (web/packages/forms/tests)."""

import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from hutong.children import clean
from hutong.children.groups import AID, AID_TITLE, GROUPS, aid_form, form
from hutong.ground import clock
from tests.cast import XINLI

TESTS = settings.BASE / "web/packages/forms/tests"
CASES = json.loads((TESTS / "file-cases.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case["errors"], ensure_ascii=False)[:60])
def test_each_case_is_refused_with_all_that_is_wrong(case: dict[str, Any]) -> None:
    errors: list[tuple[str, str]] = []
    with clock.at(date.fromisoformat(case["today"])):
        try:
            clean.new_file(XINLI, case["groups"], [])
        except clean.Invalid as invalid:
            errors = invalid.errors
    assert dict(errors) == case["errors"]


def test_the_phone_s_cases_know_the_groups_as_they_are() -> None:
    """Where this fails, the text that it tells is written into groups.json."""
    groups = [{"key": one.key, "title": one.title, "form": form(one)} for one in GROUPS]
    now = [*groups, {"key": AID, "title": AID_TITLE, "form": aid_form()}]
    kept = json.loads((TESTS / "groups.json").read_text("utf-8"))
    assert kept == now, json.dumps(now, ensure_ascii=False)
