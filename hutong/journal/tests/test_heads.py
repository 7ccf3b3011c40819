"""Whoever holds the database itself is found by what it does not hold: rows by their fold, the chain by heads kept elsewhere."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.db import ProgrammingError, connections, transaction

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.children.actions.sealing import seal_fact
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import registered
from hutong.config import backup, cli
from hutong.config.commands import common
from hutong.ground import clock, query
from hutong.journal.chain import checking, leaving, rows, sealing
from hutong.journal.tests.chained import check, remark, seal_all, tampered, wrong
from hutong.workforce.security.actions import enrol
from tests import cast as people
from tests import environment


@dataclass
class World:
    """A child written about three times, another with a sealed matter; the chain as an outsider noted it after each."""

    child: uuid.UUID
    other: uuid.UUID
    heads: list[sealing.Head]
    cast: SimpleNamespace


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with environment.populated("heads", django_db_blocker):
        made = World(registered("周甲"), registered("周乙"), [], people.appoint_all())
        with context.within(grants.system()) as system:
            seal_fact(system, plain(Child).get(pk=made.other), SealedKind.HIV, "市定点医院告知", None)
        with context.within(people.grant_of(made.cast.wanbao)) as grant:
            secret = generate_totp_secret()
            code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
            enrol(grant, made.cast.wanbao, secret, code)
        for words in ("一", "二", "一"):
            with context.within(grants.system()) as system:
                remark(system, made.child, words)
            assert seal_all() > 0
            made.heads.append(head())
        yield made


def head() -> sealing.Head:
    with backup.whole():
        found = checking.last()
    assert found
    return found


def test_what_nobody_touched_is_as_its_history_tells(world: World) -> None:
    assert wrong(*world.heads) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        # What an entry told, and went back and forth: 一, 二, 一.
        ("UPDATE children_child SET remark = '二' WHERE id = %s", "被越过历史改动"),
        # What no entry changed since the file was made.
        ("UPDATE children_child SET name = '周丙' WHERE id = %s", "被越过历史改动"),
        ("UPDATE children_child SET birth_date = birth_date - 1 WHERE id = %s", "被越过历史改动"),
        ("UPDATE children_relative SET name = name || '某' WHERE child_id = %s", "被越过历史改动"),
        ("DELETE FROM children_relative WHERE child_id = %s", "被越过历史删除"),
        ("DELETE FROM children_child WHERE id = %s", "被越过历史删除"),
        (
            "INSERT INTO children_child SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),"
            " 'number', 'HT0'))).* FROM children_child c WHERE id = %s",
            "越过历史添进去的",
        ),
    ],
)
def test_a_row_that_was_touched_past_the_journal_is_named(world: World, statement: str, said: str) -> None:
    with tampered(statement, values=[world.child]):
        found = wrong()
    assert [one for one in found if said in one and one.startswith("表 children_")], found


def test_a_sealed_fact_too(world: World) -> None:
    with tampered("DELETE FROM children_sealedfact"):
        assert any("表 children_sealedfact" in one for one in wrong())


def test_a_post_that_somebody_gave_himself_is_named(world: World) -> None:
    with tampered("UPDATE accounts_post SET sealed = NOT sealed WHERE person_id = %s", values=[world.cast.antu.pk]):
        [found] = wrong()
    assert "表 accounts_post" in found


def test_a_password_that_was_replaced_past_the_journal_is_named(world: World) -> None:
    other = "(SELECT password FROM accounts_person WHERE id <> %s LIMIT 1)"
    with tampered(
        f"UPDATE accounts_person SET password = {other} || 'x' WHERE id = %s", values=[world.cast.antu.pk] * 2
    ):
        [found] = wrong()
        assert found in [one for day in range(rows.PARTS) for one in rows.tonight(day)]
    assert "表 accounts_person" in found


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM mfa_authenticator WHERE user_id = %s AND type = 'totp'",
        "DELETE FROM mfa_authenticator WHERE user_id = %s",
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{secret}', '\"x\"') WHERE user_id = %s AND type = 'totp'",
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{seed}', '\"x\"') WHERE user_id = %s AND type = 'recovery_codes'",
    ],
)
def test_a_second_factor_that_was_touched_past_the_journal_is_named(world: World, statement: str) -> None:
    person = world.cast.wanbao.pk
    with tampered(statement, values=[person]):
        [found] = wrong()
        assert [one for day in range(rows.PARTS) for one in rows.tonight(day)] == [found]
    assert f"账号 {person} 的第二步验证" in found
    # With its digest in the person's row, that row is not what its history tells.
    again = "UPDATE accounts_person p SET factors = journal_factors(p.id) WHERE id = %s"
    with tampered(statement, again, values=[person]):
        [found] = wrong()
    assert "表 accounts_person" in found


def test_using_a_recovery_code_is_no_change_of_the_second_factor(world: World) -> None:
    used = "UPDATE mfa_authenticator SET data = jsonb_set(data, '{used_mask}', '1'), last_used_at = now() WHERE user_id = %s"
    with tampered(f"{used} AND type = 'recovery_codes'", values=[world.cast.wanbao.pk]):
        assert wrong() == []


def test_of_a_second_factor_the_journal_has_a_digest_only(world: World) -> None:
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE position(s.secret IN e.changes::text) > 0), count(*) FROM journal_entry e,"
            " (SELECT coalesce(data ->> 'secret', data ->> 'seed') AS secret FROM mfa_authenticator) s"
        )
        [[leaked, compared]] = cursor.fetchall()
    assert (leaked, compared > 0) == (0, True)


def test_every_night_takes_a_part_and_sixteen_nights_all(world: World) -> None:
    with tampered("UPDATE children_child SET name = name || '某'"):
        nights = [one for day in range(rows.PARTS) for one in rows.tonight(day)]
        assert sorted(nights) == sorted(one for one in wrong() if "children_child " in one)
        assert len(nights) == 2


def test_a_column_added_later_changes_no_verdict(world: World) -> None:
    with backup.whole(), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE children_child ADD COLUMN later text NOT NULL DEFAULT 'x'")
        assert checking.check().wrong == []
        transaction.set_rollback(True, using="owner")


CUT = [
    "UPDATE children_child c SET remark = e.was ->> 'remark', confirmation = (e.was ->> 'confirmation')::uuid FROM (SELECT jsonb_object_agg("
    "k.key, k.value -> 0) AS was FROM (SELECT changes FROM journal_entry WHERE child = '{child}' ORDER BY seq DESC LIMIT 1) l, "
    "jsonb_each(l.changes #> '{{changed,children_child,{child}}}') k) e WHERE c.id = '{child}'",
    "DELETE FROM journal_seal WHERE n = {n}",
    "DELETE FROM journal_sealpart WHERE seal = {n}",
    "DELETE FROM journal_entry e USING journal_stream s WHERE e.stream_id = s.place_id AND e.seq = s.seq AND e.child = '{child}'",
    "UPDATE journal_stream s SET seq = seq - 1 WHERE seq > 0 AND NOT sealed AND NOT EXISTS ("
    "SELECT 1 FROM journal_entry e WHERE e.stream_id = s.place_id AND e.sealed = s.sealed AND e.seq = s.seq)",
]


def test_a_tail_cut_with_its_counter_and_its_row_is_told_by_a_head_kept_elsewhere(world: World) -> None:
    last = world.heads[-1]
    with tampered(*(one.format(n=last.n, child=world.child) for one in CUT)):
        assert wrong() == []
        [found] = wrong(*world.heads)
    assert f"第 {last.n} 批" in found
    assert "末尾被连同封存一起删掉" in found


def test_a_chain_sealed_anew_is_told_by_the_code_on_any_paper(world: World) -> None:
    code = f"{world.heads[0].n}-{world.heads[0].hash[:12].upper()}"
    [printed] = sealing.heads(code)
    assert wrong(printed) == []
    again = ["DELETE FROM journal_seal", "DELETE FROM journal_sealpart", "SELECT journal_seal(100000)"]
    with tampered(*again):
        assert wrong() == []
        [found] = wrong(printed)
    assert "重新封存过" in found


def test_papers_show_the_head(world: World) -> None:
    last = head()
    assert sealing.printed() == f"{last.n}-{last.hash[:12].upper()}"


def test_whoever_seals_does_not_say_when(world: World) -> None:
    with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        query.run("SELECT journal_seal('2020-01-01', 1)")
    with clock.at(clock.today() - timedelta(400)), context.within(grants.system()) as system:
        remark(system, world.other, "晚些时候")
    with clock.at(clock.today() - timedelta(400)):
        assert seal_all() > 0
    assert abs(datetime.now(UTC) - datetime.fromisoformat(head().at)) < timedelta(minutes=10)


def test_heads_go_to_every_folder_and_by_mail_and_are_found_again(world: World, tmp_path: Path, settings) -> None:
    settings.DATA, settings.HEADS = tmp_path, str(tmp_path / "usb")
    settings.SMTP, settings.ADMIN_MAIL = "mail.example:25", "chen@example.cn"
    (tmp_path / "usb").mkdir()
    (tmp_path / "backups").mkdir()
    leaving.remember(tmp_path / "backups")
    went = leaving.leave(["表 children_child 的一行（x）被越过历史改动。"])
    assert went == [str(tmp_path / "usb"), str(tmp_path / "backups"), "chen@example.cn"]
    [sent] = mail.outbox
    assert head().line in sent.body
    assert "发现 1 处" in sent.body
    assert "children_child" not in sent.body
    leaving.leave([])
    for folder in leaving.folders():
        assert leaving.noted(folder) == [head()]
    assert check(*leaving.noted(tmp_path / "usb")).heads == 1


@pytest.mark.parametrize("last", ["1 {wrong} 2026-01-01", "99999 {wrong} 2026-01-01"])
def test_the_night_itself_notices_a_chain_that_was_sealed_anew_or_cut(
    world: World, tmp_path, settings, last: str
) -> None:
    settings.DATA, settings.SMTP, settings.ADMIN_MAIL = tmp_path, "mail.example:25", "chen@example.cn"
    leaving.remember(tmp_path)
    kept = f"{world.heads[0].line}\n" + last.format(wrong="0" * 64) + "\n"
    (tmp_path / leaving.FILE).write_text(kept)
    leaving.leave([])
    leaving.leave([])
    first, second = mail.outbox
    assert "发现 1 处" in first.body
    assert "没有发现问题" in second.body
    assert (tmp_path / leaving.FILE).read_text() == f"{kept}{head().line}\n"


@pytest.mark.parametrize("way", ["by itself", "--heads", "--code"])
def test_the_command_compares_with_what_lies_outside(world, tmp_path, settings, monkeypatch, capsys, way) -> None:
    monkeypatch.setattr(common, "boot", lambda say=None: None)
    settings.DATA, outside = tmp_path, tmp_path / "outside"
    outside.mkdir()
    (outside / leaving.FILE).write_text("".join(f"{one.line}\n" for one in world.heads[:1]) + f"1 {'0' * 64} gestern\n")
    if way == "by itself":
        leaving.remember(outside)
    given = {"--heads": ["--heads", str(outside)], "--code": ["--code", "1-0000AAAA0000"]}
    with pytest.raises(SystemExit) as ended:
        cli.main(["journal", "verify", *given.get(way, [])])
    assert ended.value.code == 1
    assert "重新封存过" in capsys.readouterr().out


def test_where_a_folder_is_gone_the_others_get_it_and_the_log_says_so(world: World, tmp_path, settings, caplog) -> None:
    settings.DATA, settings.HEADS = tmp_path, str(tmp_path / "gone")
    leaving.remember(tmp_path)
    assert leaving.leave([]) == [str(tmp_path)]
    assert "cannot be kept" in caplog.text


def test_who_compares_with_nothing_kept_elsewhere_is_told_so(world: World) -> None:
    assert any("没有抄存在别处的行" in line for line in check().lines)
    assert any("对照过" in line for line in check(head()).lines)
