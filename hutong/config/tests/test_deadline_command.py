"""`hutong deadline`: one answer for programs, refusals in words with exit code 2, and no database."""

import json

import pytest

from hutong.config import cli

EVE = "2026-09-30T16:00:00+08:00"


@pytest.fixture
def asked(capsys):
    """asked(since, amount, unit): exit code, what was printed, what was complained."""

    def ask(since: str, amount: str, unit: str, *more: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["deadline", "--from", since, "--amount", amount, "--unit", unit, *more])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return ask


def test_the_answer_for_programs(asked) -> None:
    assert asked(EVE, "3", "working_day", "--json")[:2] == (0, '{"due": "2026-10-10T24:00:00+08:00"}\n')


def test_a_year_that_nobody_announced(asked) -> None:
    code, printed, _ = asked("2090-12-31T16:00:00+08:00", "3", "working_day", "--json")
    assert (code, json.loads(printed)["calendar"]) == (0, "unconfirmed")
    assert "还没有公布" in asked("2090-12-31T16:00:00+08:00", "3", "working_day")[1]


@pytest.mark.parametrize(
    ("since", "amount", "unit", "said"),
    [
        ("2026-09-30T16:00:00", "3", "day", "要写明时区"),
        ("2026-09-30", "3", "day", "要写明时区"),
        ("昨天", "3", "day", "看不懂起算时间“昨天”"),
        ("2026-02-30T00:00:00+08:00", "3", "day", "看不懂起算时间"),
        (EVE, "0", "day", "数量要是 1 或更大的整数"),
        (EVE, "-1", "minute", "数量要是 1 或更大的整数"),
        (EVE, "9" * 40, "minute", "只能推算"),
        (EVE, "9" * 5000, "month", "不是数字"),
        (EVE, "1.5", "hour", "不是数字"),
        (EVE, "1", "year", "不在可选范围内"),
        ("9999-12-31T23:59:59-12:00", "1", "hour", "只能推算"),
    ],
)
def test_what_cannot_be_reckoned_is_said(asked, since: str, amount: str, unit: str, said: str) -> None:
    code, printed, complained = asked(since, amount, unit, "--json")
    assert (code, printed) == (2, "")
    assert said in complained
