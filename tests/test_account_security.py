"""账号安全: sessions that end, addresses that are shut, passwords that are refused, accounts that are suspended."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from hutong.accounts import context, grants, lockout
from hutong.accounts.models import Post
from hutong.ground import clock
from tests.cast import PASSWORD, again
from tests.test_sign_in import sign_in

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def _no_failures_yet(db: None) -> None:
    cache.clear()


def post_of(person) -> str:
    with context.within(grants.system()) as system:
        return str(Post.objects.within(system).get(person=person).pk)


def test_the_fourth_sign_in_ends_the_oldest_session_and_says_why(cast, client) -> None:
    from django.test import Client

    clients = [Client() for _ in range(4)]
    for number, one in enumerate(clients):
        with clock.at(clock.now() + timedelta(seconds=number)):
            sign_in(one, cast.antu.staff_number)
    told = clients[0].get(ME)
    assert (told.status_code, told.json()["why"]) == (401, "too_many")
    assert [one.get(ME).status_code for one in clients[1:]] == [200, 200, 200]


def test_clicks_keep_a_session_until_twelve_hours_are_over(client, cast) -> None:
    start = clock.now()
    sign_in(client, cast.antu.staff_number)
    for minutes in range(25, 12 * 60, 25):
        with clock.at(start + timedelta(minutes=minutes)):
            assert client.get(ME).status_code == 200
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert client.get(ME).json()["why"] == "too_long"


def test_half_an_hour_without_a_click_ends_a_session(client, cast) -> None:
    sign_in(client, cast.wanbao.staff_number)
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert client.get(ME).json()["why"] == "idle"


def test_150_officers_sign_in_from_one_address_and_guessing_from_it_is_stopped(client, cast) -> None:
    for _ in range(150):
        assert sign_in(client, cast.antu.staff_number).status_code == 200
        client.logout()
    for number in range(lockout.FROM_ONE_ADDRESS):
        sign_in(client, f"22242699{number:02}", "不对")
    assert "网络地址登录失败的次数太多" in sign_in(client, cast.nongan.staff_number).json()["errors"][0]["message"]
    # Who has signed in from here before still comes in.
    assert sign_in(client, cast.antu.staff_number).status_code == 200


@pytest.mark.parametrize(
    "password",
    [
        "短密码2026",
        "woaini520131",
        "qwertyuiop1",
        "1234567890a",
        "minzheng2026",
        "password2026!",
        "aaaaaaaaaa1",
        "zhaoming-2026x",
        "2224260003-abc",
        "13904430003ab",
        "赵明的密码很长很长",
    ],
)
def test_passwords_that_are_soon_guessed_are_refused(cast, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password

    with pytest.raises(ValidationError):
        validate_password(password, cast.wanbao)


def test_a_password_is_not_taken_again_until_five_others_came_between(client, cast) -> None:
    old, answers = PASSWORD, []
    sign_in(client, cast.wanbao.staff_number)
    for new in [*(f"雪松石桥灯塔第{number}号院子" for number in range(5)), PASSWORD]:
        answers.append(
            client.post(f"{ME}/password", {"old": old, "new": new}, content_type="application/json").status_code
        )
        old = new
    assert answers == [204] * 6
    again = {"old": PASSWORD, "new": "雪松石桥灯塔第4号院子"}
    assert client.post(f"{ME}/password", again, content_type="application/json").json()["fields"][0]["field"] == "new"


def test_the_county_suspends_an_account_at_once_and_it_works_again_on_the_day(cast, client_for) -> None:
    from hutong.workforce.security.actions import resume_due

    director, county = client_for(cast.director), client_for(cast.antu)
    director.get("/me")
    until = clock.today() + timedelta(days=3)
    answer = county.post(f"/posts/{post_of(cast.director)}/suspend", {"reason": "核实情况", "until": str(until)})
    assert (answer.status_code, answer.json()["suspended"]) == (200, True)
    assert director.get("/me").status_code == 401
    with clock.at(until), context.within(grants.system()) as system:
        assert resume_due(system) == 1
    cast.director = again(cast.director)
    assert cast.director.is_active


def test_a_township_does_not_suspend_the_county(cast, client_for) -> None:
    assert client_for(cast.wanbao).post(f"/posts/{post_of(cast.antu)}/suspend", {"reason": "试试看"}).status_code == 404
    assert client_for(cast.antu).post(f"/posts/{post_of(cast.antu)}/suspend", {"reason": "试试看"}).status_code == 403


def test_the_county_sets_up_a_second_factor_before_anything_else_and_a_village_need_not(
    cast, client_for, settings
) -> None:
    settings.MFA = "county"
    county = client_for(cast.antu)
    assert county.get("/home").json()["code"] == "must_enrol"
    assert county.get("/me").json()["must_enrol"] is True
    assert client_for(cast.director).get("/home").status_code == 200


def test_everybody_reads_the_own_sign_ins_and_the_auditor_those_of_the_county(cast, client, client_for) -> None:
    sign_in(client, cast.wanbao.staff_number, "不对")
    sign_in(client, cast.wanbao.staff_number)
    own = client.get(f"{ME}/sign-ins").json()["items"]
    assert {row["result"] for row in own} == {"成功", "密码不对"}
    seen = client_for(cast.auditor).get(f"/posts/{post_of(cast.wanbao)}/sign-ins").json()["items"]
    assert len(seen) == 2
    assert client_for(cast.antu).get(f"/posts/{post_of(cast.wanbao)}/sign-ins").status_code == 403


def test_sign_ins_are_kept_for_half_a_year_at_least(client, cast, settings) -> None:
    from hutong.accounts import sessions

    sign_in(client, cast.wanbao.staff_number)
    assert settings.SIGN_IN_DAYS >= 183
    with clock.at(clock.today() + timedelta(days=180)), context.within(grants.system()):
        assert sessions.sweep() == 0
    with clock.at(clock.today() + timedelta(days=settings.SIGN_IN_DAYS + 2)), context.within(grants.system()):
        assert sessions.sweep() == 1
