"""Who reads a child beyond its place: by a live share, only its parts, for its time, and everybody sees that they did."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import InsufficientPrivilege

from hutong.accounts import context
from hutong.accounts.managers import plain
from hutong.accounts.models import Share
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.journal.actions import operation
from hutong.journal.models import View
from hutong.sharing.actions import end, give
from hutong.workforce import organisations
from tests.cast import ANTU, NONGAN, XINLI, grant_of

# After the posts of the cast began.
NOW = clock.now().astimezone(clock.SHANGHAI).replace(hour=12, microsecond=0) + timedelta(1)


@pytest.fixture
def child(cast):
    return registered(place=XINLI, grant=grant_of(cast.wanbao))


def shared(cast, child, office, parts=("child", "hukou"), kind="hukou", days=30):
    with context.within(grant_of(cast.antu)) as grant:
        found = Child.objects.within(grant).get(pk=child)
        to = organisations.unit(grant, office) if isinstance(office, int) else organisations.named(ANTU, *office)
        assert to
        return give(grant, found, to, kind=kind, purpose="核实户籍", parts=parts, until=clock.now() + timedelta(days))


def test_the_hukou_county_reads_the_parts_and_nothing_else(cast, client_for, child):
    with clock.at(NOW):
        browser = client_for(cast.nongan)
        assert browser.get(f"/children/{child}").status_code == 404
        shared(cast, child, NONGAN)
        file = browser.get(f"/children/{child}").json()
        assert [group["key"] for group in file["groups"]] == ["child", "hukou"]
        assert not {"phone", "id_number", "address"} & set(file["groups"][0]["values"])
        assert file["share"]["purpose"] == "核实户籍"
        for path in ("visits", "timeline"):
            assert browser.get(f"/children/{child}/{path}").status_code == 403
        body = {"group": "child", "field": "id_number", "purpose": "核实"}
        assert browser.post(f"/children/{child}/unmask", body).status_code == 403
        for path in ("confirm", "return"):
            assert browser.post(f"/children/{child}/{path}", {"note": "核实"}).status_code == 404
        assert browser.patch(f"/children/{child}", {"rev": 1, "changes": {}}).status_code == 404
        assert str(child) not in browser.get("/children").content.decode()
        assert [row["child"] for row in browser.get("/shared").json()["items"]] == [str(child)]


def test_an_ended_or_expired_share_opens_nothing(cast, client_for, child):
    with clock.at(NOW):
        share = shared(cast, child, NONGAN, days=10)
        browser = client_for(cast.nongan)
        assert browser.get(f"/children/{child}").status_code == 200
    with clock.at(NOW + timedelta(11)):
        assert client_for(cast.nongan).get(f"/children/{child}").status_code == 404
    with clock.at(NOW):
        browser = client_for(cast.nongan)
        with context.within(grant_of(cast.antu)) as grant:
            end(grant, share, "不再需要")
        assert browser.get(f"/children/{child}").status_code == 404
        assert browser.get("/shared").json()["items"] == []


def test_a_department_sees_what_was_shared_with_it_only(cast, client_for, child):
    from hutong.accounts.permissions import Role

    with clock.at(NOW):
        other = registered(place=XINLI, grant=grant_of(cast.wanbao), name="李小红", id_number=None)
        shared(cast, child, (Role.DEPARTMENT, "公安局"), kind="referral")
        browser = client_for(cast.police)
        assert browser.get(f"/children/{child}").status_code == 200
        assert browser.get(f"/children/{other}").status_code == 404
        assert browser.get("/children").status_code == 403
        with context.within(grant_of(cast.police)):
            assert not plain(Child).exists()


def test_who_looked_is_told_to_the_county_and_never_to_the_village(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        client_for(cast.nongan).get(f"/children/{child}")
        looks = client_for(cast.antu).get(f"/children/{child}/looks").json()["items"]
        assert [(look["person"], look["kind"], look["unit"]) for look in looks] == [("刘洋", "shared", "农安县")]
        assert client_for(cast.director).get(f"/children/{child}/looks").status_code == 403
        for low in (cast.director, cast.wanbao):
            with context.within(grant_of(low)) as grant:
                assert not View.objects.within(grant).exclude(person=grant.person).exists()
        # What the share was given for is nothing unusual.
        assert client_for(cast.auditor).get("/looks", unusual=True).json()["items"] == []
        assert client_for(cast.auditor).get("/looks", kind="shared").json()["items"][0]["person"] == "刘洋"


def test_looking_again_and_again_or_at_many_shared_children_is_for_the_auditor(cast, client_for, child):
    with clock.at(NOW):
        shared(cast, child, NONGAN)
        others = [registered(place=XINLI, grant=grant_of(cast.wanbao), name="李红", id_number=None) for _ in range(9)]
        for other in others:
            shared(cast, other, NONGAN)
    for nth in range(5):
        with clock.at(NOW + timedelta(minutes=11 * nth)):
            client_for(cast.nongan).get(f"/children/{child}")
    with clock.at(NOW + timedelta(hours=1)):
        unusual = client_for(cast.auditor).get("/looks", unusual=True).json()["items"]
        assert [reason["text"] for look in unusual for reason in look["reasons"]] == [
            "按授权查看，超出平常（二十四小时内第 5 次看这名儿童）"
        ]
        for other in others:
            client_for(cast.nongan).get(f"/children/{other}")
        many = client_for(cast.auditor).get("/looks", unusual=True).json()["items"][0]
        assert [reason["text"] for reason in many["reasons"]] == ["按授权查看，超出平常（二十四小时内第 10 名儿童）"]


def test_the_auditor_answers_an_unusual_look_once(cast, client_for, child):
    with clock.at(NOW):
        with context.within(grant_of(cast.antu)) as grant:
            number = Child.objects.within(grant).get(pk=child).number
        browser = client_for(cast.nongan)
        browser.post("/break-glass", {"number": number, "name": "张小明", "purpose": "夜间派出所送来，核实监护人"})
        browser.get(f"/children/{child}")
        unusual = client_for(cast.auditor).get("/looks", unusual=True).json()["items"]
        assert [reason["key"] for reason in unusual[0]["reasons"]] == ["outside"]
        body = {"outcome": "explained", "note": "户籍核实"}
        assert client_for(cast.auditor).post(f"/looks/{unusual[0]['id']}/review", body).status_code == 200
        assert client_for(cast.auditor).get("/looks", unusual=True).json()["items"] == []


def test_broken_glass_is_personal_short_and_reported(cast, client_for, child):
    with clock.at(NOW):
        with context.within(grant_of(cast.antu)) as grant:
            number = Child.objects.within(grant).get(pk=child).number
        browser = client_for(cast.nongan)
        assert browser.post("/break-glass", {"number": number, "name": "张小明", "purpose": "急"}).status_code == 422
        wanted = {"number": number, "name": "张小明", "purpose": "夜间派出所送来，核实监护人"}
        assert client_for(cast.wanbao).post("/break-glass", wanted).status_code == 403
        assert browser.post("/break-glass", wanted).status_code == 200
        assert browser.get(f"/children/{child}").json()["share"]["kind"] == "break_glass"
        assert client_for(cast.chibei).get(f"/children/{child}").status_code == 404
        told = client_for(cast.antu).get("/break-glass").json()
        assert (told["open"], told["items"][0]["by"]) == (1, "刘洋")
        with context.within(grant_of(cast.director)) as grant:
            assert not Share.objects.within(grant).exists()
        assert client_for(cast.antu).post(f"/break-glass/{told['items'][0]['id']}/seen").status_code == 204
        assert client_for(cast.antu).get("/break-glass").json()["open"] == 0
    with clock.at(NOW + timedelta(hours=25)):
        assert client_for(cast.nongan).get(f"/children/{child}").status_code == 404


PARTS = ["child", "health", "hukou", "schooling"]
LIVES = st.lists(
    st.tuples(
        st.sampled_from([NONGAN, 229801_000_000]), st.sets(st.sampled_from(PARTS), min_size=1), st.integers(1, 60)
    ),
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LIVES, st.integers(0, 70))
def test_seen_is_in_place_or_by_a_live_share_and_only_the_parts(cast, client_for, child, given_, later):
    with transaction.atomic():
        with clock.at(NOW):
            for office, parts, days in given_:
                shared(cast, child, office, parts=parts, days=days)
        with clock.at(NOW + timedelta(later)):
            for who, place in (("nongan", NONGAN), ("chibei", 229801_000_000), ("neighbour", 0)):
                want = {part for office, parts, days in given_ if office == place and later < days for part in parts}
                answer = client_for(getattr(cast, who)).get(f"/children/{child}")
                seen = {group["key"] for group in answer.json().get("groups", [])}
                assert (answer.status_code, seen) == ((200, want) if want else (404, set()))
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        {"until": NOW + timedelta(300)},
        {"parts": ["child", "where"]},
        {"kind": "referral"},
        {"purpose": "别的"},
        {"given_by": None},
    ],
)
def test_the_database_lets_a_share_only_end(cast, child, change):
    """Even for the application's own SQL: nobody prolongs, widens, redirects or removes one."""
    with clock.at(NOW):
        share = shared(cast, child, NONGAN)
        with context.within(grant_of(cast.antu)), operation("children.end_share"):
            rows = plain(Share).filter(pk=share.pk)
            for write in (lambda: rows.update(**change), rows.delete):
                with pytest.raises(ProgrammingError) as refused, transaction.atomic():
                    write()
                assert isinstance(refused.value.__cause__, InsufficientPrivilege)
        with context.within(grant_of(cast.antu)) as grant:
            end(grant, share, "不再需要")
            with pytest.raises(ProgrammingError), transaction.atomic(), operation("children.end_share"):
                plain(Share).filter(pk=share.pk).update(ended_at=None, ended_by=None, ended_reason="")
