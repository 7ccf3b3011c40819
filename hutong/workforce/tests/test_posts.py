"""Appointing and ending posts over HTTP, S2-1 and S2-3."""

from datetime import timedelta

import pytest

from hutong.accounts import context, grants
from hutong.accounts.models import Person, Post, new_id
from hutong.ground import clock
from hutong.journal.models import Entry
from hutong.places.models import Place
from tests.cast import ANTU, CHIBEI, KAOSHAN, PASSWORD, WANBAO, XINLI, again, grant_of, number_of_people
from tests.day import APPOINTED

TAIPING = 222426_105_208


def wanted(place: int = TAIPING, role: str = "child_director", **over) -> dict:
    today = str(clock.today())
    return {"place": place, "role": role, "name": "张桂英", "phone": "13944330208", "since": today, "basis": ""} | over


def test_a_supervisor_appoints_a_director_who_then_signs_in_and_must_change_the_password(cast, client_for, client):
    made = client_for(cast.wanbao).post("/posts", wanted(basis="万政发〔2026〕3号")).json()
    assert made["person"]["staff_number"].startswith("222426")
    assert made["person"]["phone_masked"] == "139 •••• 0208"
    assert (made["role_name"], made["place"]["name"]) == ("儿童主任", "太平村委会")
    login = {"username": "13944330208", "password": made["initial_password"]}
    assert client.post("/_allauth/browser/v1/auth/login", login, content_type="application/json").status_code == 200
    assert client.get("/api/v1/me").json()["must_change_password"] is True
    assert client.get("/api/v1/children").json()["message"] == "请先修改初始密码。"
    change = {"old": made["initial_password"], "new": "自己的-密码-2026"}
    assert client.post("/api/v1/me/password", change, content_type="application/json").status_code == 204
    assert client.get("/api/v1/children").status_code == 200


def test_the_vacancy_of_a_village_goes_when_a_director_is_appointed(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    empty = {place["code"] for place in browser.get("/vacancies", place=WANBAO).json()["items"]}
    assert TAIPING in empty
    assert XINLI not in empty
    browser.post("/posts", wanted())
    after = browser.get("/vacancies", place=WANBAO).json()
    assert {place["code"] for place in after["items"]} == empty - {TAIPING}
    assert after["total"] == len(empty) - 1


def test_vacancies_are_villages_of_the_own_jurisdiction(cast, client_for) -> None:
    villages = Place.objects.filter(level=5, code__gte=229801 * 10**6, code__lt=229802 * 10**6).count()
    assert client_for(cast.chibei).get("/vacancies").json()["total"] == villages == 14


def test_appointing_again_gives_a_known_person_a_second_post_and_no_new_password(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    first = browser.post("/posts", wanted()).json()
    second = browser.post("/posts", wanted(place=TAIPING + 1, phone="139 4433 0208")).json()
    assert second["person"]["id"] == first["person"]["id"]
    assert second["initial_password"] is None
    again = browser.post("/posts", wanted(place=TAIPING))
    assert (again.status_code, again.json()["message"]) == (409, "张桂英已经担任这个岗位。")


def test_a_number_known_under_another_name_is_not_given_away(cast, client_for) -> None:
    answer = client_for(cast.wanbao).post("/posts", wanted(phone="13904430001"))
    assert answer.status_code == 422
    assert "王秀兰" not in answer.content.decode()
    assert answer.json()["fields"] == [{"field": "phone", "message": "与姓名不符。"}]


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("wanbao", wanted(KAOSHAN + 200), 404),
        ("wanbao", wanted(999), 404),
        ("wanbao", wanted(222426_105_999), 404),
        ("wanbao", wanted(WANBAO, "supervisor"), 403),
        ("wanbao", wanted(WANBAO), 422),
        ("antu", wanted(WANBAO, "supervisor"), 200),
        ("antu", wanted(CHIBEI + 120_111), 404),
        ("chibei", wanted(CHIBEI + 120_111), 200),
        ("changbaishan", wanted(CHIBEI, "protection_institution"), 200),
        ("antu", wanted(ANTU, "civil_affairs"), 403),
        ("yanbian", wanted(ANTU, "civil_affairs"), 200),
        ("yanbian", wanted(WANBAO, "supervisor"), 403),
        ("jilin", wanted(), 403),
        ("jilin", wanted(ANTU, "protection_institution"), 403),
        ("administrator", wanted(ANTU, "auditor"), 403),
        ("antu", wanted(ANTU, "auditor"), 403),
        ("yanbian", wanted(ANTU, "auditor"), 200),
        ("administrator", wanted(ANTU, "administrator"), 200),
        ("administrator", wanted(ANTU, "civil_affairs"), 403),
        ("administrator", wanted(WANBAO, "supervisor"), 403),
        ("director", wanted(XINLI), 403),
        ("auditor", wanted(), 403),
        ("police", wanted(), 403),
        ("wanbao", wanted(since="2019-13-01"), 422),
        ("wanbao", wanted(since="1900-01-01"), 422),
        ("wanbao", wanted(phone="12345"), 422),
        ("wanbao", wanted(name="  "), 422),
        ("wanbao", wanted(role="emperor"), 422),
        ("wanbao", wanted(staff_number="9999999999"), 422),
    ],
)
def test_posts_are_filled_only_where_and_by_whom_the_rules_say(cast, client_for, who, body, status) -> None:
    answer = client_for(getattr(cast, who)).post("/posts", body)
    assert answer.status_code == status, answer.json()
    if status != 200:
        assert answer.json()["message"]


def test_a_staff_number_that_does_not_exist_and_one_of_somebody_else_answer_the_same(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    [unknown, others] = [
        browser.post("/posts", wanted(staff_number=number)).json() for number in ("9999999999", cast.jilin.staff_number)
    ]
    assert unknown == others
    assert unknown["message"] == "这个工号与姓名不符，请核对。"


def test_a_known_person_is_not_appointed_far_back(cast, client_for) -> None:
    known = {"name": "李桂芝", "phone": "", "staff_number": cast.neighbour.staff_number}
    browser = client_for(cast.wanbao)
    answer = browser.post("/posts", wanted(since="2019-01-01", **known))
    assert (answer.status_code, answer.json()["code"]) == (422, "too_early")
    lately = clock.today() - timedelta(days=300)
    assert browser.post("/posts", wanted(since=str(lately), **known)).status_code == 200
    assert browser.post("/posts", wanted(since="2019-01-01")).status_code == 200


def test_the_same_wish_sent_twice_fills_one_post(cast, client_for) -> None:
    browser, before = client_for(cast.wanbao), number_of_people()
    body = wanted(id=str(new_id()), phone="")
    first, second = browser.post("/posts", body).json(), browser.post("/posts", body).json()
    assert first["id"] == second["id"] == body["id"]
    assert first["initial_password"]
    assert second == first | {"initial_password": None}
    assert number_of_people() == before + 1


def test_an_id_that_another_post_has_is_refused(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    body = wanted(id=str(post_of(cast.kaoshan).id))
    answer = browser.post("/posts", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict_data")
    assert answer.json()["message"] == "与已有的记录冲突，请刷新后再试。"


def test_nobody_appoints_themselves(cast, client_for) -> None:
    body = wanted(ANTU, "administrator", name="陈工", phone="", staff_number=cast.administrator.staff_number)
    answer = client_for(cast.administrator).post("/posts", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_post")


def post_of(person: Person) -> Post:
    with context.within(grants.system()) as system:
        return Post.objects.within(system).get(person=person)


TOMORROW = clock.today() + timedelta(days=1)


def end(browser, post: Post, **over):
    return browser.post(f"/posts/{post.id}/end", {"on": str(TOMORROW), "reason": "工作调动"} | over)


def test_a_supervisor_ends_a_directors_post_with_a_reason_and_the_village_is_vacant(cast, client_for) -> None:
    assert end(client_for(cast.wanbao), post_of(cast.director), reason="").status_code == 422
    with clock.at(TOMORROW):
        browser = client_for(cast.wanbao)
        assert end(browser, post_of(cast.director)).status_code == 200
        assert XINLI in {place["code"] for place in browser.get("/vacancies").json()["items"]}
        assert client_for(cast.director).get("/me").json()["code"] == "no_post"
        assert end(browser, post_of(cast.director)).json()["message"] == "这个岗位已经结束。"


def test_a_post_is_held_for_a_day_at_least_so_that_it_stays_on_record(cast, client_for) -> None:
    answer = end(client_for(cast.wanbao), post_of(cast.director), on=str(APPOINTED))
    assert (answer.status_code, answer.json()["message"]) == (422, "离任日期应晚于任职日期。")
    assert answer.json()["fields"] == [{"field": "on", "message": f"最早为 {APPOINTED + timedelta(1)}。"}]


def test_a_post_ended_for_a_later_day_is_held_until_then(cast, client_for) -> None:
    later = clock.today() + timedelta(days=10)
    answer = end(client_for(cast.wanbao), post_of(cast.director), on=str(later)).json()
    assert answer["until"] == str(later)
    assert client_for(cast.director).get("/me").status_code == 200
    with clock.at(later):
        assert client_for(cast.director).get("/me").json()["code"] == "no_post"


def test_foreign_and_missing_posts_answer_the_same(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    foreign = end(browser, post_of(cast.kaoshan))
    missing = browser.post("/posts/01a00000-0000-7000-8000-000000000000/end", {"on": "2026-11-24", "reason": "x"})
    nonsense = browser.post("/posts/1/end", {"on": "2026-11-24", "reason": "x"})
    assert foreign.status_code == missing.status_code == nonsense.status_code == 404
    assert foreign.json() == missing.json() == nonsense.json()


def test_nobody_ends_their_own_post_or_one_above(cast, client_for) -> None:
    assert end(client_for(cast.wanbao), post_of(cast.wanbao)).status_code == 403
    assert end(client_for(cast.wanbao), post_of(cast.antu)).status_code == 404
    assert end(client_for(cast.director), post_of(cast.director)).status_code == 403


def test_each_appointment_stands_in_the_journal_without_password_or_phone(cast, client_for) -> None:
    client_for(cast.wanbao).post("/posts", wanted())
    with context.within(grant_of(cast.wanbao)) as grant:
        entries = list(Entry.objects.within(grant).filter(action="workforce.appoint", person=cast.wanbao.id))
    assert {table for entry in entries for table in entry.changes["created"]} == {"accounts_person", "accounts_post"}
    assert "13944330208" not in str([entry.changes for entry in entries])


def test_staff_numbers_run_on_within_the_county(cast, client_for) -> None:
    browser = client_for(cast.wanbao)
    numbers = [
        browser.post("/posts", wanted(TAIPING + n, phone=f"1394433020{n}", name=f"新人{n}")).json()["person"][
            "staff_number"
        ]
        for n in range(3)
    ]
    assert [int(number) - int(numbers[0]) for number in numbers] == [0, 1, 2]


def test_a_forgotten_password_is_reset_by_the_level_above(cast, client_for, client) -> None:
    answer = client_for(cast.wanbao).post(f"/posts/{post_of(cast.director).id}/password")
    login = {"username": cast.director.staff_number, "password": answer.json()["initial_password"]}
    assert client.post("/_allauth/browser/v1/auth/login", login, content_type="application/json").status_code == 200


def test_a_township_cannot_take_over_an_account_that_is_also_the_countys(cast, client_for) -> None:
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    with context.within(grants.system()) as system:
        number = cast.antu.staff_number
        [village] = appoint(system, [Appointment(TAIPING, Role.CHILD_DIRECTOR, "金哲洙", staff_number=number)])
    answer = client_for(cast.wanbao).post(f"/posts/{village.post.id}/password")
    assert answer.status_code == 404
    assert again(cast.antu).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ("不对", "新-密码-2026-甲", 422, "原密码不对。"),
        (PASSWORD, PASSWORD, 422, "请换一个新密码。"),
        (PASSWORD, "12345678901", 422, "密码"),
        (PASSWORD, "短", 422, "密码"),
        (PASSWORD, "新-密码-2026-甲", 204, ""),
    ],
)
def test_changing_the_own_password(cast, client_for, old: str, new: str, status: int, said: str) -> None:
    browser = client_for(cast.wanbao)
    answer = browser.post("/me/password", {"old": old, "new": new})
    assert answer.status_code == status
    if status == 422:
        assert said in answer.json()["fields"][0]["message"]
    # The session that changed it goes on.
    assert browser.get("/me").status_code == 200
    assert again(cast.wanbao).check_password(new) is (status == 204 or new == PASSWORD)
