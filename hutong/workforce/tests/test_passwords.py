"""Who resets whose password, what the journal keeps of it, and guessing at one's own."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from hutong.accounts import scope
from hutong.accounts.models import Person, Post
from hutong.accounts.permissions import Role
from hutong.config import clock
from hutong.journal.models import Entry
from hutong.workforce.actions import Appointment, appoint, end_post
from tests.cast import ANTU, PASSWORD, WANBAO, XINLI


def appointed(person: Person, place: int, role: Role, since: date | None = None) -> Post:
    """A further post, from the command line."""
    with scope.within(scope.system()) as system:
        wanted = Appointment(place, role, person.name, staff_number=person.staff_number, since=since)
        return appoint(system, [wanted])[0].post


def post_of(person: Person) -> Post:
    with scope.within(scope.system()) as system:
        return Post.objects.within(system).get(person=person)


def reset(browser, post: Post):
    return browser.post(f"/posts/{post.id}/password")


@pytest.mark.parametrize("who", ["director", "wanbao", "antu", "institution"])
def test_an_administrator_cannot_take_the_account_of_somebody_who_sees_children(cast, client_for, who: str) -> None:
    holder = getattr(cast, who)
    answer = reset(client_for(cast.administrator), post_of(holder))
    assert answer.status_code == 403
    assert answer.json()["message"].startswith("您的岗位不能重置")
    assert Person.objects.get(pk=holder.pk).check_password(PASSWORD)


def test_an_administrator_resets_the_password_of_an_auditor(cast, client_for) -> None:
    assert reset(client_for(cast.administrator), post_of(cast.auditor)).status_code == 200


def test_an_auditor_who_will_be_the_bureaus_is_no_longer_the_administrators_to_reset(cast, client_for) -> None:
    post = post_of(cast.auditor)
    appointed(cast.auditor, ANTU, Role.CIVIL_AFFAIRS, clock.today() + timedelta(days=30))
    answer = reset(client_for(cast.administrator), post)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")


def test_a_former_post_gives_no_hold_over_an_account(cast, client_for) -> None:
    post, tomorrow = post_of(cast.director), clock.today() + timedelta(days=1)
    with scope.within(scope.system()) as system:
        end_post(system, post.id, tomorrow, "调动")
    with clock.at(tomorrow):
        answer = reset(client_for(cast.wanbao), post)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_held")
    assert Person.objects.get(pk=cast.director.pk).check_password(PASSWORD)


def test_the_journal_keeps_that_a_password_changed_and_never_the_hash(cast, client_for) -> None:
    reset(client_for(cast.wanbao), post_of(cast.director))
    with scope.within(scope.system()) as system:
        [entry] = Entry.objects.within(system).filter(action="workforce.reset_password")
    changed = entry.changes["changed"]["accounts_person"][str(cast.director.id)]
    assert changed.pop("password_changed_at")
    assert changed == {"password": ["•", "••"], "must_change_password": [False, True]}
    assert entry.person == cast.wanbao.id


def test_changing_the_own_password_stands_in_the_journal(cast, client_for) -> None:
    client_for(cast.wanbao).post("/me/password", {"old": PASSWORD, "new": "新-密码-2026-甲"})
    with scope.within(scope.system()) as system:
        [entry] = Entry.objects.within(system).filter(action="workforce.change_password")
    changed = entry.changes["changed"]["accounts_person"][str(cast.wanbao.id)]
    assert changed.pop("password_changed_at")
    assert changed == {"password": ["•", "••"]}


def test_the_sixth_wrong_old_password_locks(cast, client_for) -> None:
    cache.clear()
    browser = client_for(cast.wanbao)
    wrong = {"old": "不对", "new": "新-密码-2026-甲"}
    assert [browser.post("/me/password", wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    assert browser.post("/me/password", wrong | {"old": PASSWORD}).status_code == 429


@pytest.mark.parametrize("since", ["2019-01-01", None])
def test_a_village_post_does_not_change_the_role_in_which_an_officer_signs_in(cast, client_for, since) -> None:
    appointed(cast.antu, XINLI, Role.CHILD_DIRECTOR, date.fromisoformat(since) if since else None)
    appointed(cast.antu, WANBAO, Role.SUPERVISOR, date(2018, 1, 1))
    assert client_for(cast.antu).get("/me").json()["acting"]["role"] == "civil_affairs"
