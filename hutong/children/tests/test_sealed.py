"""Sealed from the first day: only named posts of the county see that a sealed fact exists."""

import pytest

from hutong.accounts import scope
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.tests.factories import registered
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from tests.cast import XINLI

pytestmark = pytest.mark.django_db
FACT = {"kind": "hiv", "detail": "市定点医院告知"}


@pytest.fixture
def child():
    return registered()


@pytest.fixture
def named(cast):
    """金哲洙 of 安图县民政局, named to hold sealed facts."""
    with scope.within(scope.system()), operation("test.name"):
        post = plain(Post).get(person=cast.antu)
        post.sealed = True
        post.save(update_fields=["sealed"])
    return cast.antu


def test_a_named_officer_writes_and_reads_a_sealed_fact(client_for, named, child):
    browser = client_for(named)
    assert browser.get(f"/children/{child}/sealed").json()["items"] == []
    [fact] = browser.post(f"/children/{child}/sealed", FACT).json()["items"]
    assert (fact["label"], fact["detail"]) == ("艾滋病病毒感染", "市定点医院告知")


def test_nobody_else_learns_that_it_exists(cast, client_for, named, child):
    before = {who: page(client_for, getattr(cast, who), child) for who in ("director", "wanbao", "institution")}
    numbers = village_numbers()
    rev = client_for(cast.director).get(f"/children/{child}").json()["rev"]
    client_for(named).post(f"/children/{child}/sealed", FACT)
    for who, seen in before.items():
        assert client_for(getattr(cast, who)).get(f"/children/{child}/sealed").status_code == 403
        assert page(client_for, getattr(cast, who), child) == seen
    assert client_for(cast.director).get(f"/children/{child}").json()["rev"] == rev
    assert village_numbers() == numbers


def village_numbers():
    with scope.within(scope.system([(XINLI, XINLI + 1)])) as village:
        return sorted(entry.seq for entry in Entry.objects.within(village))


def page(client_for, person, child):
    browser = client_for(person)
    timeline = browser.get(f"/children/{child}/timeline").json()
    return timeline, browser.get("/home").json()["lines"], browser.get("/children").json()["items"]


def test_the_words_are_not_readable_in_the_database(client_for, named, child):
    client_for(named).post(f"/children/{child}/sealed", FACT)
    from hutong.config import query

    with scope.within(scope.system()):
        stored = query.rows("SELECT * FROM children_sealedfact")
    assert "hiv" not in str(stored)
    assert "定点医院".encode() not in b"".join(
        bytes(v) for row in stored for v in row if isinstance(v, memoryview | bytes)
    )


def test_a_post_is_named_for_sealed_facts_when_appointed_and_never_below_the_county(cast, client_for, child):
    county = client_for(cast.antu)
    post = {"name": "崔敏", "since": "2026-01-05", "sealed": True}
    named = county.post("/posts", post | {"place": 222426_000_000, "role": "protection_institution"})
    assert (named.status_code, named.json()["sealed"]) == (200, True)
    refused = county.post("/posts", post | {"place": XINLI, "role": "child_director"})
    assert refused.status_code == 422
    assert "县级以上" in refused.content.decode()
