"""A right held by name guards itself (ADR 22): naming, resetting, giving out anew need the level above and a second person."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import ProgrammingError

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Ask, Person, Post
from hutong.accounts.permissions import Role
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.sync.tests.test_urgent import post as report_to
from hutong.sync.tests.test_urgent import sealed as urgent
from hutong.workforce import commands
from hutong.workforce.actions import Appointment, appoint
from tests.cast import ANTU, JILIN, NONGAN, PASSWORD, again, grant_of

YANBIAN = 2224_00_000_000
LOGIN = "/_allauth/browser/v1/auth/login"
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    """Holders by name: one of the county, two of the prefecture, two of the province, made by the command line."""
    cache.clear()
    wanted = {"county": (ANTU, "崔敏"), "above": (YANBIAN, "尹善"), "beside": (YANBIAN, "许静"), "first": (JILIN, "宋慧"),
              "second": (JILIN, "马文"), "elsewhere": (NONGAN, "于芳")}  # fmt: skip
    with context.within(grants.system()) as system:
        done = appoint(system, [
            Appointment(place, Role.PROTECTION_INSTITUTION, name, password=PASSWORD, sealed=True)
            for place, name in wanted.values()
        ])  # fmt: skip
    return SimpleNamespace(**{key: one.post.person for key, one in zip(wanted, done, strict=True)})


def post_of(person: Person) -> Post:
    with context.within(grants.system()):
        return plain(Post).get(person=person)


def invented(**more):
    today = str(clock.today())
    return {"place": ANTU, "role": "protection_institution", "name": "甲某", "since": today, "sealed": True} | more


def sign_in(client, person: Person, password: str) -> int:
    told = {"username": person.staff_number, "password": password}
    return client.post(LOGIN, told, content_type="application/json").status_code


def waiting(browser) -> list[dict]:
    return [one for one in browser.get("/named-asks").json()["items"] if not one["answer"]]


def answer(browser, ask: dict, **said):
    return browser.post(f"/named-asks/{ask['id']}/answer", {"agreed": True} | said)


def test_an_invented_person_reads_nothing_sealed(cast, held, client_for, client):
    child = registered()
    made = client_for(cast.antu).post("/posts", invented()).json()
    assert made["sealed"] is False
    person = again(made["person"]["id"])
    assert client_for(person).get(f"/children/{child}/sealed").status_code == 403
    [ask] = waiting(client_for(held.above))
    assert (ask["person"], ask["by"], ask["mine"]) == ("甲某", "金哲洙", True)
    given = answer(client_for(held.above), ask).json()["initial_password"]
    assert post_of(person).sealed
    # Whoever appointed knows the first password, and it opens nothing any more.
    assert sign_in(client, person, made["initial_password"]) == 400
    assert sign_in(client, person, given) == 200


@pytest.mark.parametrize("who", ["county", "elsewhere", "antu", "yanbian", "jilin", "institution", "administrator"])
def test_only_a_holder_of_the_level_above_confirms(cast, held, client_for, who):
    client_for(cast.antu).post("/posts", invented())
    [ask] = waiting(client_for(held.first))
    refused = answer(client_for(getattr(held, who, None) or getattr(cast, who)), ask)
    assert refused.status_code in (403, 404)
    assert not plain(Post).filter(person__name="甲某", sealed=True).exists()


def test_the_database_itself_lets_nobody_else_name(cast):
    refused = pytest.raises(ProgrammingError, match="by those who are named")
    with refused, context.within(grant_of(cast.antu)) as grant, operation("test.name"):
        Post.objects.within(grant).filter(person=cast.institution).update(sealed=True)


def test_whoever_asked_and_whoever_is_meant_do_not_confirm(cast, held, client_for):
    with context.within(grants.system()) as system:
        both = Appointment(YANBIAN, Role.CIVIL_AFFAIRS, "崔敬", password=PASSWORD, sealed=True)
        [asker] = appoint(system, [both])
    browser = client_for(asker.post.person)
    assert (
        browser.post(f"/posts/{post_of(cast.institution).pk}/named", {"kind": "name", "reason": "新任"}).status_code
        == 204
    )
    [ask] = waiting(browser)
    assert ask["mine"] is False
    assert answer(browser, ask).json()["code"] == "not_yours"
    assert answer(client_for(held.above), ask).status_code == 200
    own = browser.post(f"/posts/{asker.post.pk}/named", {"kind": "reissue", "reason": "忘记密码"})
    assert own.json()["code"] == "own_post"


def test_in_a_province_it_is_a_second_holder_of_the_same_level(cast, held, client_for):
    ask_for = f"/posts/{post_of(held.first).pk}/named"
    assert client_for(cast.jilin).post(ask_for, {"kind": "reissue", "reason": "手机丢了"}).status_code == 204
    [ask] = waiting(client_for(held.second))
    assert answer(client_for(held.first), ask).json()["code"] == "not_yours"
    assert answer(client_for(held.above), ask).status_code == 404
    assert answer(client_for(held.second), ask).json()["initial_password"]


@pytest.mark.parametrize("who", ["antu", "yanbian", "administrator"])
@pytest.mark.parametrize("way", ["password", "second-factor/reset"])
def test_nobody_alone_takes_a_holder_s_account(cast, held, client_for, who, way):
    with context.within(grants.system()), operation("test.factor"):
        held.county.second_factor_at = clock.now()
        held.county.save(update_fields=["second_factor_at"])
    refused = client_for(getattr(cast, who)).post(f"/posts/{post_of(held.county).pk}/{way}", {"reason": "忘记了"})
    assert refused.status_code in (403, 404)
    if who == "antu":
        assert refused.json()["code"] == "named"
    after = again(held.county)
    assert after.check_password(PASSWORD)
    assert after.second_factor_at


def test_an_account_given_out_anew_goes_to_the_second_person_alone(cast, held, client_for, client):
    browser = client_for(held.county)
    assert browser.get("/me").status_code == 200
    ask_for = f"/posts/{post_of(held.county).pk}/named"
    sent = client_for(cast.antu).post(ask_for, {"kind": "reissue", "reason": "手机丢了"})
    assert (sent.status_code, sent.content) == (204, b"")
    assert browser.get("/me").status_code == 200
    [ask] = waiting(client_for(held.above))
    given = answer(client_for(held.above), ask).json()["initial_password"]
    assert browser.get("/me").json()["code"] == "session_ended"
    assert sign_in(client, held.county, given) == 200
    assert answer(client_for(held.above), ask).json()["code"] == "already_answered"


def test_the_account_of_somebody_who_stands_higher_elsewhere_is_not_given_away(cast, held, client_for):
    with context.within(grants.system()) as system:
        appoint(system, [Appointment(JILIN, Role.CIVIL_AFFAIRS, "崔敏", staff_number=held.county.staff_number)])
    client_for(cast.antu).post(
        f"/posts/{post_at(held.county, ANTU).pk}/named", {"kind": "reissue", "reason": "手机丢了"}
    )
    [ask] = waiting(client_for(held.above))
    assert answer(client_for(held.above), ask).json()["code"] == "not_yours"
    assert answer(client_for(held.first), ask).status_code == 200


def post_at(person: Person, place: int) -> Post:
    with context.within(grants.system()):
        return plain(Post).get(person=person, place=place)


def test_the_other_holders_are_told_of_each_request_and_answer_until_they_take_note(cast, held, client_for):
    county = client_for(held.county)
    for one in county.get("/named-asks").json()["items"]:
        county.post(f"/named-asks/{one['id']}/seen")
    assert county.get("/named-asks").json()["unseen"] == 0
    client_for(cast.antu).post("/posts", invented())
    assert county.get("/named-asks").json()["unseen"] == 1
    [ask] = waiting(county)
    county.post(f"/named-asks/{ask['id']}/seen")
    assert county.get("/named-asks").json()["unseen"] == 0
    assert answer(client_for(held.above), ask, agreed=False).status_code == 422
    assert answer(client_for(held.above), ask, agreed=False, reason="没有见到本人").status_code == 200
    assert county.get("/named-asks").json()["unseen"] == 1
    assert client_for(held.elsewhere).get("/named-asks").json()["unseen"] == 1  # its own naming
    assert client_for(cast.antu).get("/named-asks").status_code == 403


def test_the_same_wish_twice_is_one_request(cast, held, client_for):
    ask_for = f"/posts/{post_of(cast.institution).pk}/named"
    for _ in range(2):
        assert client_for(cast.antu).post(ask_for, {"kind": "name", "reason": "新任"}).status_code == 204
    assert len(waiting(client_for(held.above))) == 1
    assert client_for(cast.antu).post(ask_for, {"kind": "reissue", "reason": "新任"}).json()["code"] == "not_named"


def test_the_first_holders_come_from_the_command_line_and_the_others_hear_of_it(cast, held):
    made = commands.appoint(JILIN, Role.PROTECTION_INSTITUTION, "白云", "", None, "", sealed=True)
    with context.within(grant_of(held.first)) as grant:
        told = Ask.objects.within(grant).get(post=made["post"])
        assert (told.kind, told.answer, told.by_name, told.by) == ("name", "agreed", "系统", None)
    commands.reset_password(held.county.staff_number)
    with context.within(grant_of(held.above)) as grant:
        assert Ask.objects.within(grant).get(kind="reissue").reason == "命令行"


def test_openings_are_listed_for_the_holder_above_and_for_nobody_beside(cast, held, client_for, client):
    child = registered()
    client_for(held.county).get(f"/children/{child}/sealed")
    report = urgent(client)
    assert report_to(client, report).status_code == 200
    client_for(cast.wanbao).get(f"/urgent-reports/{report['id']}")
    seen = {
        who: [
            (one["person"], one["purpose"])
            for one in client_for(getattr(held, who)).get("/sealed-looks").json()["items"]
        ]
        for who in ("county", "above", "first", "elsewhere")
    }
    opened, read = ("崔敏", ""), ("赵明", "紧急上报")
    assert seen == {"county": [read], "above": [read, opened], "first": [read, opened], "elsewhere": []}
    assert client_for(held.above).get("/sealed-looks", limit=1).json()["total"]["count"] == 2
    assert client_for(cast.yanbian).get("/sealed-looks").status_code == 403
