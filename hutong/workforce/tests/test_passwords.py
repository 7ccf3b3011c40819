"""Who resets whose password, what the journal keeps of it, and guessing at one's own."""

import base64
import hashlib
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from hutong.accounts import context, grants
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import Role
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.workforce.actions import Appointment, appoint, end_post
from tests.cast import ANTU, KAOSHAN, PASSWORD, WANBAO, XINLI, again


def appointed(person: Person, place: int, role: Role, since: date | None = None) -> Post:
    """A further post, from the command line."""
    with context.within(grants.system()) as system:
        wanted = Appointment(place, role, person.name, staff_number=person.staff_number, since=since)
        return appoint(system, [wanted])[0].post


def post_of(person: Person) -> Post:
    with context.within(grants.system()) as system:
        return Post.objects.within(system).get(person=person)


def reset(browser, post: Post):
    return browser.post(f"/posts/{post.id}/password")


@pytest.mark.parametrize("who", ["director", "wanbao", "antu", "institution", "auditor"])
def test_an_administrator_cannot_take_the_account_of_somebody_who_sees_children(cast, client_for, who: str) -> None:
    holder = getattr(cast, who)
    answer = reset(client_for(cast.administrator), post_of(holder))
    assert answer.status_code == 403
    assert answer.json()["message"].startswith("您的岗位不能重置")
    assert again(holder).check_password(PASSWORD)


def test_an_administrator_resets_nothing_of_an_auditor_and_does_not_shut_the_account(cast, client_for) -> None:
    browser, post = client_for(cast.administrator), post_of(cast.auditor)
    for way in ("suspend", "second-factor/reset"):
        answer = browser.post(f"/posts/{post.id}/{way}", {"reason": "试试看"})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert client_for(cast.yanbian).post(f"/posts/{post.id}/suspend", {"reason": "核实情况"}).status_code == 200


def test_an_administrator_who_will_be_the_bureaus_is_no_longer_the_administrators_to_reset(cast, client_for) -> None:
    with context.within(grants.system()) as system:
        wanted = Appointment(ANTU, Role.ADMINISTRATOR, "何文", password=PASSWORD)
        [made] = appoint(system, [wanted])
    browser = client_for(cast.administrator)
    assert reset(browser, made.post).status_code == 200
    appointed(made.post.person, ANTU, Role.CIVIL_AFFAIRS, clock.today() + timedelta(days=30))
    answer = reset(browser, made.post)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_a_former_post_gives_no_hold_over_an_account(cast, client_for) -> None:
    post, tomorrow = post_of(cast.director), clock.today() + timedelta(days=1)
    with context.within(grants.system()) as system:
        end_post(system, post.id, tomorrow, "调动")
    with clock.at(tomorrow):
        answer = reset(client_for(cast.wanbao), post)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_held")
    assert again(cast.director).check_password(PASSWORD)


def test_the_journal_keeps_that_a_password_changed_and_never_the_hash(cast, client_for) -> None:
    reset(client_for(cast.wanbao), post_of(cast.director))
    with context.within(grants.system()) as system:
        [entry] = Entry.objects.within(system).filter(action="workforce.reset_password")
    changed = entry.changes["changed"]["accounts_person"][str(cast.director.id)]
    assert changed.pop("password_changed_at")
    assert changed.pop("must_change_password") == [False, True]
    _only_digests(changed, cast.director)
    assert entry.person == cast.wanbao.id


def test_changing_the_own_password_stands_in_the_journal(cast, client_for) -> None:
    client_for(cast.wanbao).post("/me/password", {"old": PASSWORD, "new": "新-密码-2026-甲"})
    with context.within(grants.system()) as system:
        [entry] = Entry.objects.within(system).filter(action="workforce.change_password")
    changed = entry.changes["changed"]["accounts_person"][str(cast.wanbao.id)]
    assert changed.pop("password_changed_at")
    _only_digests(changed, cast.wanbao)


def _only_digests(changed, person) -> None:
    [(column, (old, new))] = changed.items()
    assert column == "password"
    assert old != new
    assert [len(base64.b64decode(one)) for one in (old, new)] == [32, 32]
    now = again(person).password
    assert new == base64.b64encode(hashlib.sha256(f"password {now}".encode()).digest()).decode()


def test_the_sixth_wrong_old_password_locks(cast, client_for) -> None:
    cache.clear()
    browser = client_for(cast.wanbao)
    wrong = {"old": "不对", "new": "新-密码-2026-甲"}
    # The session that the test made is first seen here, and its browser known.
    assert browser.get("/me").status_code == 200
    assert [browser.post("/me/password", wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    assert browser.post("/me/password", wrong | {"old": PASSWORD}).status_code == 429


@pytest.mark.parametrize("since", ["2019-01-01", None])
def test_a_village_post_does_not_change_the_role_in_which_an_officer_signs_in(cast, client_for, since) -> None:
    appointed(cast.antu, XINLI, Role.CHILD_DIRECTOR, date.fromisoformat(since) if since else None)
    appointed(cast.antu, WANBAO, Role.SUPERVISOR, date(2018, 1, 1))
    assert client_for(cast.antu).get("/me").json()["acting"]["role"] == "civil_affairs"


KAOSHAN_VILLAGE = KAOSHAN + 200


def asked_for(cast, client_for):
    """A township of another county wants the director of 新立村."""
    body = {"place": KAOSHAN_VILLAGE, "role": "child_director", "name": "王秀兰", "since": str(clock.today())}
    return client_for(cast.kaoshan).post("/posts", body | {"staff_number": cast.director.staff_number})


def test_a_post_for_an_outsider_waits_for_the_bureau_of_the_main_post(cast, client_for) -> None:
    for _ in range(2):
        answer = asked_for(cast, client_for)
        assert (answer.status_code, list(answer.json())) == (202, ["asked"])
    assert post_of(cast.director).place == XINLI
    assert client_for(cast.kaoshan).get("/post-asks").json()["items"] == []
    bureau = client_for(cast.antu)
    [ask] = bureau.get("/post-asks").json()["items"]
    assert (ask["person"], ask["by"], ask["role"], ask["mine"]) == ("王秀兰", "孙立新", "儿童主任", True)
    assert client_for(cast.nongan).post(f"/post-asks/{ask['id']}/answer", {"agreed": True}).status_code == 404
    assert bureau.post(f"/post-asks/{ask['id']}/answer", {"agreed": False}).status_code == 422
    assert bureau.post(f"/post-asks/{ask['id']}/answer", {"agreed": True}).status_code == 204
    assert bureau.get("/post-asks").json()["items"] == []
    held = {post["place"]["code"] for post in client_for(cast.director).get("/me").json()["posts"]}
    assert held == {XINLI, KAOSHAN_VILLAGE}


def test_a_second_post_elsewhere_takes_the_account_from_nobody(cast, client_for) -> None:
    elsewhere = appointed(cast.director, KAOSHAN_VILLAGE, Role.CHILD_DIRECTOR)
    stranger, own = client_for(cast.kaoshan), client_for(cast.wanbao)
    with context.within(grants.system()) as system:
        home = Post.objects.within(system).get(person=cast.director, place=XINLI)
    # The oldest of a level is the main one, and whoever is over it gives out the account; anybody over any post shuts it.
    assert reset(stranger, elsewhere).status_code == 404
    assert reset(own, home).status_code == 200
    assert own.post(f"/posts/{home.id}/suspend", {"reason": "核实情况"}).status_code == 200
    assert own.post(f"/posts/{home.id}/resume").status_code == 200
    assert stranger.post(f"/posts/{elsewhere.id}/suspend", {"reason": "核实情况"}).status_code == 200
    assert stranger.post(f"/posts/{elsewhere.id}/resume").status_code == 404


def test_ending_a_post_ends_only_that(cast, client_for) -> None:
    elsewhere = appointed(cast.director, KAOSHAN_VILLAGE, Role.CHILD_DIRECTOR)
    tomorrow = clock.today() + timedelta(days=1)
    with clock.at(tomorrow):
        director = client_for(cast.director)
        assert len(director.get("/me").json()["posts"]) == 2
        told = {"on": str(tomorrow), "reason": "不再需要"}
        assert client_for(cast.kaoshan).post(f"/posts/{elsewhere.id}/end", told).status_code == 200
        assert [post["place"]["code"] for post in director.get("/me").json()["posts"]] == [XINLI]
