"""Sealed from the first day: only named posts of the county see that a sealed fact exists."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.children.tests.factories import registered
from hutong.ground import clock, query, sealing
from hutong.ground.sealing import WIDE, CannotOpen, link, linked, open_bytes, seal_bytes
from hutong.journal.actions import operation
from hutong.journal.models import Entry
from hutong.workforce.changes.actions import change
from hutong.workforce.changes.plan import Wish
from tests.cast import ANTU, KAOSHAN, NONGAN, XINLI

pytestmark = pytest.mark.django_db
FACT = {"kind": "hiv", "detail": "市定点医院告知"}


@pytest.fixture
def child():
    return registered()


@pytest.fixture
def named(cast):
    """金哲洙 of 安图县民政局, named to hold sealed facts."""
    with context.within(grants.system()), operation("test.name"):
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
    with context.within(grants.system([(XINLI, XINLI + 1)])) as village:
        return sorted(entry.seq for entry in Entry.objects.within(village))


def page(client_for, person, child):
    browser = client_for(person)
    timeline = browser.get(f"/children/{child}/timeline").json()
    return timeline, browser.get("/home").json()["lines"], browser.get("/children").json()["items"]


def copied() -> list[dict[str, Any]]:
    """The rows as a copy of the database without the keys shows them, what the journal says of them, and who looked."""
    with context.within(grants.system()):
        facts = query.rows("SELECT to_jsonb(f) FROM children_sealedfact f ORDER BY id")
        told = query.rows("SELECT to_jsonb(e) FROM journal_entry e WHERE sealed ORDER BY seq")
        looks = query.rows("SELECT to_jsonb(v) FROM journal_view v WHERE kind = 'sealed'")
        return [json.loads(row) for [row] in facts + told + looks]


def test_a_copy_of_the_database_names_neither_child_nor_village_nor_day_nor_kind(client_for, named, child):
    client_for(named).post(f"/children/{child}/sealed", FACT | {"since": "2026-03-04"})
    rows = copied()
    assert {table["place"] for table in rows} == {ANTU}
    for secret in (str(child), "hiv", "2026-03-04", "定点医院", FACT["detail"].encode().hex()):
        assert secret not in str(rows)


@pytest.mark.parametrize("detail", ["", "市定点医院告知", "x" * 300])
def test_the_lengths_of_all_kinds_and_of_what_is_said_beside_them_are_one(client_for, named, child, detail):
    for kind in SealedKind:
        since = {"since": "2026-03-04"} if kind.value < "m" else {}
        assert (
            client_for(named).post(f"/children/{child}/sealed", {"kind": kind, "detail": detail, **since}).status_code
            == 200
        )
    with context.within(grants.system()):
        told = query.rows("SELECT length(kind), length(detail), length(since) FROM children_sealedfact")
    assert set(told) == {(62, 1054, 62)}
    shown = client_for(named).get(f"/children/{child}/sealed").json()["items"]
    assert {fact["kind"]: fact["detail"] for fact in shown} == {kind.value: detail for kind in SealedKind}
    assert {fact["since"] for fact in shown} == {"2026-03-04", None}


def test_facts_go_along_to_another_county_when_their_village_does(cast, client_for, named, child):
    client_for(named).post(f"/children/{child}/sealed", FACT)
    with context.within(grants.system()) as system:
        change(system, Wish("move", XINLI, clock.today(), parent=KAOSHAN), "吉政函〔2026〕1号", "划转")
        place = plain(Child).get(pk=child).place
        [fact] = SealedFact.objects.within(system).filter(child=child)
    assert (place // 10**6 * 10**6, fact.place) == (NONGAN, NONGAN)


@given(st.binary(max_size=200_000), st.sampled_from([32, 1024, 4096]))
def test_whatever_is_sealed_comes_out_again_and_has_one_of_few_lengths(content, least):
    envelope = seal_bytes(content, "here", least)
    assert open_bytes(envelope, "here") == content
    inside = len(envelope) - 30
    assert inside > len(content)
    assert inside % WIDE == 0 or (inside < WIDE and inside & (inside - 1) == 0 and inside >= least)
    with pytest.raises(CannotOpen):
        open_bytes(b"\x01" + envelope[1:], "here")


def test_an_envelope_of_former_days_is_opened_still():
    former = b"\x01\x01" + bytes(12) + sealing._aead.encrypt(bytes(12), b"hiv", b"here")
    assert open_bytes(former, "here") == b"hiv"


@given(st.uuids())
def test_what_stands_for_a_row_is_read_with_the_key_alone(row):
    assert linked(link(row)) == row != link(row)


def test_a_post_waits_to_be_named_for_sealed_facts_when_appointed_and_never_is_below_the_county(
    cast, client_for, child
):
    county = client_for(cast.antu)
    post = {"name": "崔敏", "since": "2026-01-05", "sealed": True}
    named = county.post("/posts", post | {"place": 222426_000_000, "role": "protection_institution"})
    assert (named.status_code, named.json()["sealed"]) == (200, False)
    refused = county.post("/posts", post | {"place": XINLI, "role": "child_director"})
    assert refused.status_code == 422
    assert "县级以上" in refused.content.decode()
