"""A flood of 紧急上报 by nobody knows whom buries nothing, closes nothing, and leaves no address behind."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection

from hutong.accounts import context, grants
from hutong.config import nightly
from hutong.ground import clock
from hutong.sync import senders, urgent
from hutong.sync.tests.test_urgent import post, sealed

pytestmark = pytest.mark.django_db
SCHOOL, ELSEWHERE = "203.0.113.77", "198.51.100.9"


def known(phone, cast, **over):
    return {
        "device": phone.id, "person": str(cast.director.pk), "report_token": phone.enrolment["report_token"]
    } | over  # fmt: skip


def from_(client, address, **over):
    return client.post(
        "/api/v1/sync/urgent", json.dumps(sealed(client, **over)), content_type="application/json", REMOTE_ADDR=address
    )


def inbox(desk, box="known", **asked):
    return desk.get("/urgent-reports", box=box, **asked).json()


def test_two_hundred_of_a_stranger_do_not_bury_one_of_a_known_phone(phone, cast, client, client_for):
    for _ in range(205):
        assert from_(client, SCHOOL).status_code == 200
    real = sealed(client, **known(phone, cast))
    assert post(client, real).status_code == 200
    desk = client_for(cast.wanbao)
    first = inbox(desk)
    assert [row["id"] for row in first["items"]] == [real["id"]]
    assert (first["total"], first["next"], first["counts"]) == (1, None, {"known": 1, "unknown": 205})
    assert desk.get("/home").json()["urgent"] == {"known": 1, "unknown": 205}


def test_every_one_of_them_is_reached_page_by_page_the_newest_first(cast, client, client_for):
    sent = []
    for n in range(120):
        with clock.at(clock.now() + timedelta(seconds=n)):
            sent.append(from_(client, SCHOOL).json()["id"])
    desk, seen, after = client_for(cast.wanbao), [], None
    while True:
        page = inbox(desk, "unknown", **({"after": after} if after else {}))
        assert page["total"] == 120
        seen += [row["id"] for row in page["items"]]
        if not (after := page["next"]):
            break
    assert seen == sent[::-1]


def test_a_sender_s_reports_are_one_line_and_are_handled_together_with_a_reason(cast, client, client_for):
    for _ in range(3):
        from_(client, SCHOOL)
    lone = from_(client, ELSEWHERE).json()["id"]
    desk = client_for(cast.wanbao)
    told = desk.get("/urgent-senders").json()
    assert (told["total"], told["next"], sorted(one["count"] for one in told["items"])) == (2, None, [1, 3])
    [many] = [one for one in told["items"] if one["count"] == 3]
    assert len(inbox(desk, "unknown", sender=many["sender"])["items"]) == 3
    address = f"/urgent-senders/{many['sender']}/acknowledge"
    assert desk.post(address, {"upto": many["last_at"], "reason": ""}).status_code == 422
    with clock.at(clock.now() + timedelta(minutes=1)):
        late = from_(client, SCHOOL).json()["id"]
    assert (
        client_for(cast.kaoshan).post(address, {"upto": many["last_at"], "reason": "逐条看过，内容相同"}).status_code
        == 404
    )
    assert desk.post(address, {"upto": many["last_at"], "reason": "逐条看过，内容相同"}).json() == {"taken": 3}
    assert {row["id"] for row in inbox(desk, "unknown")["items"]} == {lone, late}
    taken = inbox(desk, "taken")
    assert (taken["total"], taken["items"][0]["note"]) == (3, "一并处理：逐条看过，内容相同")
    assert desk.post(address, {"upto": many["last_at"], "reason": "再来一次"}).status_code == 404


# What the application may read of each table.
COLUMNS = """
SELECT table_name, string_agg(quote_ident(column_name) || '::text', ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND has_column_privilege(quote_ident(table_name), column_name, 'SELECT') GROUP BY 1
"""


def test_an_address_is_nowhere_and_its_hash_is_another_the_next_day(cast, client, caplog):
    caplog.set_level(logging.DEBUG)
    today = clock.today()
    assert senders.of_address(SCHOOL) == (first := senders.of_address(SCHOOL)) != senders.of_address(ELSEWHERE)
    from_(client, SCHOOL)
    from_(client, SCHOOL, words="求助" * 3000)
    with context.within(grants.system()), connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, columns in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE concat_ws(' ', {columns}) LIKE '%%' || %s || '%%'", [SCHOOL]
            )
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT t::text FROM sync_urgentreport t")
        assert all(first not in row for (row,) in cursor.fetchall())
    assert SCHOOL not in caplog.text
    with clock.at(today + timedelta(days=1)):
        assert senders.of_address(SCHOOL) != first
    with clock.at(today):
        assert senders.of_address(SCHOOL) != first, "the salt of a day is gone for good"


def test_the_limits_too_know_no_address(client):
    """A plain hash of an address is found by trying all four thousand million."""
    from hutong.accounts.limits import Limit

    asked, take = [], Limit.take
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limit, "take", lambda self, who, most: asked.append(who) or take(self, who, most))
        from_(client, SCHOOL, words="求助" * 3000)
    assert asked == [senders.of_address(SCHOOL), "all"]


def test_who_sent_what_is_forgotten_when_it_was_taken_up_or_is_old(cast, client, client_for):
    handled, old = (from_(client, SCHOOL).json()["id"] for _ in range(2))
    client_for(cast.wanbao).post(f"/urgent-reports/{handled}/acknowledge", {"note": "已到现场"})
    assert nightly.run()["old_senders"] == 1
    with clock.at(clock.today() + timedelta(days=senders.KEPT_DAYS + 1)), context.within(grants.system()) as grant:
        assert senders.sweep(grant) == 1
        assert [one["sender"] for one in senders.grouped(grant)] == [old]


def test_a_flood_from_a_school_s_address_shrinks_no_known_phone_and_closes_no_words(phone, cast, client):
    for _ in range(urgent.MANY.most):
        assert from_(client, SCHOOL, words="求助" * 3000).status_code == 200
    assert from_(client, SCHOOL, words="求助" * 3000).json()["code"] == "too_large"
    assert from_(client, SCHOOL, words="求助" * 3000, **known(phone, cast)).status_code == 200
    for _ in range(100):
        assert from_(client, SCHOOL).status_code == 200
    assert from_(client, ELSEWHERE, words="求助" * 3000).status_code == 200


def test_all_unknown_senders_together_fill_no_disk_and_are_never_closed(phone, cast, client, monkeypatch):
    monkeypatch.setattr(urgent.figures, "of", lambda *_: {"unknown_urgent_large": 3, "unknown_urgent_long": 2})
    picture, text = "求助" * 3000, "求助" * 250
    large = [from_(client, f"198.51.100.{n}", words=picture).status_code for n in range(5)]
    long = [from_(client, f"198.51.100.{n}", words=text).status_code for n in range(4)]
    assert (large, long) == ([200, 200, 200, 413, 413], [200, 200, 413, 413])
    assert from_(client, ELSEWHERE).status_code == 200
    assert from_(client, ELSEWHERE, words=picture, **known(phone, cast)).status_code == 200


def test_naming_somebody_s_phone_without_its_secret_uses_up_nothing_of_theirs(phone, cast, client):
    for _ in range(urgent.MANY.most + 1):
        from_(client, SCHOOL, words="求助" * 3000, device=phone.id)
    assert from_(client, ELSEWHERE, words="求助" * 3000, **known(phone, cast)).status_code == 200


def test_a_stolen_phone_buries_nothing_that_other_known_phones_report(phone, cast, client, client_for):
    stolen = known(phone, cast)
    for _ in range(urgent.KNOWN.most + 5):
        assert from_(client, SCHOOL, **stolen).status_code == 200
    desk = client_for(cast.wanbao)
    assert inbox(desk)["counts"] == {"known": urgent.KNOWN.most, "unknown": 5}
    [group] = desk.get("/urgent-senders").json()["items"]
    assert group["count"] == 5
    assert {row["person"] for row in inbox(desk, "unknown")["items"]} == {cast.director.name}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.77", "::ffff:203.0.113.77", True),
        ("", "not an address", False),
    ],
)
def test_a_line_of_ipv6_is_one_sender_whatever_address_it_takes(one, other, same):
    assert (senders.of_address(one) == senders.of_address(other)) is same
