"""MPL 62: whoever works with children is asked about every year; the county alone reads hit or no hit."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from hutong.accounts import context, grants
from hutong.accounts.models import Post
from hutong.ground import clock, query
from hutong.ground.refusal import Refused
from hutong.workforce.clean import reading
from hutong.workforce.clean.actions import Subject, answer, ask
from hutong.workforce.models import CleanRecord
from tests.cast import ANTU, XINLI, grant_of

TODAY = date(2026, 11, 23)
YEAR = timedelta(365)
Answer, Who = CleanRecord.Answer, CleanRecord.Who
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def asked(person, subject: uuid.UUID, said: Any = None, on=TODAY, who: Any = Who.STAFF) -> Any:
    with context.within(grant_of(person)) as grant:
        row = ask(grant, Subject(who, subject, XINLI), "安图县公安局", on)
        if said:
            answer(grant, row.pk, said, on)
        return row.pk


def state(person, subject: uuid.UUID, day=TODAY) -> str:
    with context.within(grant_of(person)) as grant:
        return reading.standing(grant, subject, day)


def test_it_is_asked_answered_and_holds_for_a_year(cast):
    one = cast.director.pk
    assert state(cast.antu, one) == "never"
    key = asked(cast.antu, one)
    assert state(cast.antu, one) == "waiting"
    with context.within(grant_of(cast.antu)) as grant:
        answer(grant, key, Answer.CLEAR, TODAY)
        with pytest.raises(Refused, match="已经有了结果"):
            answer(grant, key, Answer.HIT, TODAY)
    assert state(cast.antu, one, TODAY + YEAR - timedelta(1)) == "clear"
    assert state(cast.antu, one, TODAY + YEAR) == "expired"


def test_a_hit_stands_until_a_later_answer_and_asking_again_does_not_hide_it(cast):
    one = cast.director.pk
    asked(cast.antu, one, Answer.HIT, TODAY - timedelta(9))
    asked(cast.antu, one, None, TODAY - timedelta(2))
    assert state(cast.antu, one) == "hit"
    asked(cast.antu, one, Answer.CLEAR)
    assert state(cast.antu, one) == "clear"


@pytest.mark.parametrize("who", Who)
def test_carers_relatives_and_volunteers_are_asked_about_in_the_same_way(cast, who):
    subject = uuid.uuid4()
    asked(cast.antu, subject, Answer.CLEAR, who=who)
    assert state(cast.antu, subject) == "clear"


def test_below_the_county_nobody_reads_it_nor_that_it_was_asked(cast, client_for):
    asked(cast.antu, cast.director.pk, Answer.HIT)
    for below in (cast.wanbao, cast.director, cast.nongan):
        assert state(below, cast.director.pk) == "never"
    with context.within(grants.system()) as grant:
        post = Post.objects.within(grant).get(person=cast.director).pk
    path = f"/posts/{post}/clean-records"
    assert client_for(cast.wanbao).get(path).status_code == 403
    assert client_for(cast.nongan).get(path).status_code == 404
    assert client_for(cast.antu).get(path).json()["state"] == "hit"


def test_without_the_keys_an_answer_and_its_absence_look_alike(cast):
    for said in (None, Answer.HIT, Answer.CLEAR):
        asked(cast.antu, uuid.uuid4(), said)
    with context.within(grants.system()):
        assert query.rows("SELECT DISTINCT length(answer) FROM workforce_cleanrecord") == [(62,)]
        beside = "SELECT DISTINCT answered_on IS NULL, until - answered_on FROM workforce_cleanrecord ORDER BY 1"
        assert query.rows(beside) == [(False, 365), (True, None)]


def test_nobody_reads_or_answers_what_was_asked_about_oneself(cast, client_for):
    with context.within(grant_of(cast.yanbian)) as grant:
        key = ask(grant, Subject(Who.STAFF, cast.antu.pk, ANTU), "安图县公安局", TODAY).pk
    with context.within(grants.system()) as grant:
        own = Post.objects.within(grant).get(person=cast.antu).pk
    said = {"answer": "clear", "on": str(TODAY)}
    assert client_for(cast.antu).post(f"/clean-records/{key}/answer", said).status_code == 403
    assert client_for(cast.antu).get(f"/posts/{own}/clean-records").status_code == 403
    assert client_for(cast.yanbian).post(f"/clean-records/{key}/answer", said).status_code == 204


def test_over_http_it_is_noted_and_answered(cast, client_for):
    with context.within(grants.system()) as grant:
        post = Post.objects.within(grant).get(person=cast.director).pk
        own = Post.objects.within(grant).get(person=cast.antu).pk
    county, body = client_for(cast.antu), {"asked_of": "安图县公安局", "asked_on": str(TODAY)}
    assert county.post(f"/posts/{post}/clean-records", body).status_code == 204
    assert county.post(f"/posts/{own}/clean-records", body).status_code == 403
    [row] = county.get(f"/posts/{post}/clean-records").json()["items"]
    assert (row["asked_name"], row["asked_of"], row["answer"]) == ("金哲洙", "安图县公安局", "")
    said = {"answer": "clear", "on": str(TODAY)}
    assert client_for(cast.nongan).post(f"/clean-records/{row['id']}/answer", said).status_code == 404
    assert county.post(f"/clean-records/{row['id']}/answer", said).status_code == 204
    assert county.get(f"/posts/{post}/clean-records").json()["state"] == "clear"
    late = {"answer": "clear", "on": str(TODAY + timedelta(1))}
    assert county.post(f"/clean-records/{row['id']}/answer", late).status_code == 409
