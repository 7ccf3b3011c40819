"""The administrator's command `hutong`: help in Chinese, exit codes, JSON for programs."""

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from hutong.config import cli
from hutong.config.commands import common

ENGLISH = re.compile(r"\b(Usage|Options|Commands|Show|Error|Try|Missing|Invalid|No such|required|default)\b")


@pytest.fixture
def hutong(db: None, monkeypatch, capsys):
    """hutong("posts", "--json"): exit code, what was printed, what was complained."""
    monkeypatch.setattr(common, "boot", lambda say=None: None)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(list(arguments))
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def commands(group: click.Group, way: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        yield (*way, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*way, name))


@pytest.mark.parametrize("way", [(), *commands(cli.hutong)], ids=lambda way: " ".join(way) or "hutong")
def test_every_help_is_in_chinese(hutong, way: tuple[str, ...]) -> None:
    code, printed, _ = hutong(*way, "--help")
    assert code == 0
    assert printed.startswith("用法：")
    assert not ENGLISH.search(printed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "没有这个命令：nothing。"),
        (["posts", "--nothing"], "没有这个选项：--nothing。"),
        (["ledger", "check"], "缺少参数"),
        (["places", "load"], "请给出 --province 或 --all 其中一个。"),
        (["serve", "--port", "many"], "“many”不是数字。"),
        (["serve", "--port", "0"], "不在范围"),
        (["post", "add", "--place", "222426", "--role", "emperor", "--name", "x"], "不在可选范围内"),
        (["post", "add", "--place", "229999", "--role", "auditor", "--name", "x"], "找不到区划代码229999"),
        (["post", "add", "--place", "吉林", "--role", "auditor", "--name", "x"], "“吉林”不是区划代码"),
        (["post", "add", "--place", "222426", "--role", "supervisor", "--name", "x"], "儿童督导员不设在这一级。"),
        (["person", "password", "9999"], "没有这个工号：9999。"),
        (["ledger", "check", "/没有/这个.xlsx", "--place", "222426"], "找不到这个文件"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_asked_wrongly_is_said_in_chinese_with_exit_code_2(hutong, arguments: list[str], said: str) -> None:
    code, printed, complained = hutong(*arguments)
    assert (code, printed) == (2, "")
    assert said in complained
    assert not ENGLISH.search(complained)
    assert "Traceback" not in complained


def test_posts_as_json_name_everybody_with_staff_number_and_place(hutong, cast) -> None:
    code, printed, _ = hutong("posts", "--json")
    rows = {row["name"]: row for row in json.loads(printed)}
    assert code == 0
    assert len(rows) == 14
    assert rows["赵明"]["staff_number"] == cast.wanbao.staff_number
    assert (rows["赵明"]["role"], rows["赵明"]["place"]) == ("supervisor", 222426105000)


def test_the_first_administrator_is_made_at_the_command_line(hutong, client) -> None:
    code, printed, _ = hutong("post", "add", "--place", "22", "--role", "administrator", "--name", "陈工", "--json")
    made = json.loads(printed)
    assert code == 0
    login = {"username": made["staff_number"], "password": made["initial_password"]}
    assert client.post("/_allauth/browser/v1/auth/login", login, content_type="application/json").status_code == 200


def test_a_national_code_and_hutongs_own_name_the_same_place(hutong) -> None:
    for code in ("222426120", "229801120000"):
        arguments = ["--place", code, "--role", "supervisor", "--name", f"督导{code[:4]}", "--json"]
        assert hutong("post", "add", *arguments)[0] == 0
    _, printed, _ = hutong("posts", "--json")
    assert {row["place"] for row in json.loads(printed)} == {229801120000}


def test_a_new_password_works_at_once(hutong, cast, client) -> None:
    code, printed, _ = hutong("person", "password", cast.wanbao.staff_number)
    assert code == 0
    login = {"username": cast.wanbao.staff_number, "password": printed.split("：")[1].split("（")[0]}
    assert client.post("/_allauth/browser/v1/auth/login", login, content_type="application/json").status_code == 200


def test_a_fault_of_the_program_is_logged_and_never_shown(hutong, monkeypatch, tmp_path: Path) -> None:
    from hutong.workforce import listing

    def fault() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(listing, "all_posts", fault)
    monkeypatch.setenv("HUTONG_DATA", str(tmp_path))
    code, _, complained = hutong("posts")
    assert code == 1
    assert "secret detail" not in complained
    logged = (tmp_path / "errors.log").read_text()
    assert "in fault" in logged
    assert "builtins.ZeroDivisionError" in logged
    assert "secret detail" not in logged.replace('raise ZeroDivisionError("secret detail")', "")


def test_the_command_works_with_no_server_running(tmp_path: Path, monkeypatch) -> None:
    """On an empty folder: its own PostgreSQL is made, started, and stopped again."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    command = [sys.executable, "-m", "hutong", "posts", "--json", "--data", str(tmp_path / "数据")]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
    assert not (tmp_path / "数据" / "postgres" / "postmaster.pid").exists()
