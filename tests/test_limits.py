"""How often: an account that asks too much is told when it may again, and an office of forty behind one address works on."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from hutong.accounts import context, grants, limits
from hutong.accounts.limits import ACCOUNTS, CODES, NUMBERS, OFFICE, Limit
from hutong.accounts.models import Counted, Post
from hutong.ground import clock

pytestmark = pytest.mark.django_db


def test_who_tries_numbers_one_by_one_is_stopped_and_told_until_when(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    answers = [browser.post("/search", {"q": "222426202402124852"}) for _ in range(NUMBERS.most + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert answers[-1].json()["message"] == "按号码查询的次数太多，请10分钟后再试。"
    assert answers[-1].headers["Retry-After"] == "600"
    assert browser.post("/search", {"q": "张小明"}).status_code == 200
    # A colleague behind the same address is not stopped with him.
    assert client_for(cast.kaoshan).post("/search", {"q": "222426202402124852"}).status_code == 200


def test_codes_of_papers_are_not_guessed(cast, client_for) -> None:
    browser = client_for(cast.director)
    assert {browser.get("/papers/AAAA-BBBB-CCCC").status_code for _ in range(CODES.most)} == {404}
    assert browser.get("/papers/AAAA-BBBB-CCCC").status_code == 429


def test_many_accounts_behind_one_address_together_are_stopped_only_far_beyond_what_an_office_does() -> None:
    limit = Limit("tests", 2, 1, "试")
    assert [limit.take("address:192.0.2.1", limit.most * OFFICE) for _ in range(limit.most * OFFICE + 1)] == [
        *[True] * (limit.most * OFFICE),
        False,
    ]
    assert limit.take("address:192.0.2.2", limit.most * OFFICE)


def test_a_copy_of_the_counts_does_not_tell_whose_they_are(client, db) -> None:
    """Who answers at /open/answer has no account, and there are few enough addresses to try all."""
    client.post("/open/answer", {"code": "AAAA-BBBB-CCCC-DDDD"}, REMOTE_ADDR="203.0.113.77")
    [kept] = Counted.objects.filter(name__startswith="open_answers:").values_list("name", flat=True)
    assert kept.partition(":")[2] != hashlib.sha256(b"address:203.0.113.77").hexdigest()
    assert "203.0.113" not in kept


def test_after_its_minutes_it_may_again_and_the_night_forgets() -> None:
    limit, start = Limit("tests", 2, 10, "试"), datetime(2026, 11, 24, 9, tzinfo=UTC)
    for minute, may in ((0, True), (3, True), (4, False), (9, False), (10, True), (11, True), (12, False)):
        with clock.at(start + timedelta(minutes=minute)):
            assert limit.take("account:1", limit.most) is may, minute
    with clock.at(start + timedelta(minutes=19)):
        assert limits.sweep() == 0
    with clock.at(start + timedelta(minutes=21)):
        assert limits.sweep() == 1


def test_who_is_refused_does_not_use_up_the_times_of_his_office(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    for _ in range(NUMBERS.most + 5):
        browser.post("/search", {"q": "222426202402124852"})
    by_address = Counted.objects.get(name__startswith="numbers:", times=NUMBERS.most)
    assert Counted.objects.exclude(pk=by_address.pk).get().times == NUMBERS.most + 5


def test_a_stolen_session_of_an_office_does_not_go_through_the_accounts_of_a_county(cast, client_for) -> None:
    thief, nobody = client_for(cast.antu), "0199d2a5-0000-7000-8000-000000000000"
    with context.within(grants.system()) as system:
        post = Post.objects.within(system).get(person=cast.director).pk
    acts = (
        f"/posts/{nobody}/password",
        f"/posts/{nobody}/resume",
        f"/posts/{nobody}/suspend",
        f"/phones/{nobody}/revoke",
    )
    for number in range(ACCOUNTS.most):
        assert thief.post(acts[number % len(acts)], {"reason": "手机丢失了"}).status_code == 404, "all count together"
    answer = thief.post(f"/posts/{post}/password")
    assert answer.status_code == 429
    assert answer.json()["message"] == "办理账号和手机的次数太多，请30分钟后再试。"
    assert client_for(cast.director).get("/me").status_code == 200, "nothing was done"
    assert client_for(cast.wanbao).post(f"/posts/{post}/password").status_code == 200
    assert thief.get("/posts").status_code == 200
