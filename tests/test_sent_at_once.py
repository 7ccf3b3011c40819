"""What is sent many times at the same moment is done once, and each sender is answered as the one that came first."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest

from tests import environment
from tests.cast import WANBAO, XINLI, appoint_all, grant_of

TOGETHER = 8


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """The cast, two children of 新立村, in a database whose commits stay."""
    from hutong.children.tests.factories import registered

    with environment.populated("at_once", django_db_blocker):
        cast = appoint_all()
        for name in ("黄佑俊", "白云"):
            registered(name)
        yield cast


def at_once(work: Callable[[], Any]) -> Counter[Any]:
    """Eight times at the same moment, each on a connection of its own; gives what each was told."""
    start = Barrier(TOGETHER)

    def one() -> Any:
        from django.db import connections

        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return Counter(told.result() for told in [pool.submit(one) for _ in range(TOGETHER)])


def acted(person: Any, work: Callable[[Any], Any]) -> Callable[[], str]:
    """Done inside a grant of the person; gives the code of what was refused."""

    def one() -> str:
        from hutong.accounts import context
        from hutong.accounts.http import Problem
        from hutong.ground.refusal import Refused

        try:
            with context.within(grant_of(person)) as grant:
                work(grant)
        except (Problem, Refused) as refused:
            return refused.code if isinstance(refused, Refused) else refused.body["code"]
        return "done"

    return one


def test_one_urgent_report_sent_by_an_impatient_thumb_is_taken_each_time(people: SimpleNamespace) -> None:
    from django.test import Client

    from hutong.sync.tests.test_urgent import post, sealed

    report = sealed(Client())
    assert at_once(lambda: post(Client(), report).status_code) == {200: TOGETHER}


def test_of_many_samples_drawn_at_once_one_is_open(people: SimpleNamespace) -> None:
    """Or whoever draws eight looks at the one that suits."""
    from hutong.children.samples.actions import draw

    def work(grant: Any) -> None:
        draw(grant.narrowed(WANBAO), WANBAO)

    assert at_once(acted(people.antu, work)) == {"done": 1, "open": TOGETHER - 1}


def test_a_unit_has_one_register_under_one_code(people: SimpleNamespace) -> None:
    """Of two, two papers would bear one number."""
    from hutong.documents.numbering.actions import open_series

    told = at_once(acted(people.antu, lambda grant: open_series(grant, WANBAO, "万政民函")))
    assert told == {"done": 1, "already_there": TOGETHER - 1}


def test_one_wish_and_one_query_of_a_record_are_kept_once(people: SimpleNamespace) -> None:
    from hutong.accounts import context, grants
    from hutong.accounts.models import Ask, Post
    from hutong.ground import clock
    from hutong.journal.actions import operation
    from hutong.workforce import asking
    from hutong.workforce.clean.actions import Subject, ask
    from hutong.workforce.models import CleanRecord

    with context.within(grants.system()) as system:
        post = Post.objects.within(system).select_related("person").get(person=people.institution)
    key = post.pk

    def wish(grant: Any) -> None:
        with operation("tests.wish"):
            asking.wish(grant, post, Ask.Kind.NAME, "值班需要")

    def record(grant: Any) -> None:
        ask(grant, Subject(CleanRecord.Who.STAFF, people.director.pk, XINLI), "安图县公安局", clock.today(), key)

    for person, work in ((people.antu, wish), (people.antu, record)):
        assert at_once(acted(person, work)) == {"done": TOGETHER}
    with context.within(grants.system()) as system:
        assert Ask.objects.within(system).filter(post=post.pk).count() == 1
        assert CleanRecord.objects.within(system).filter(subject=people.director.pk).count() == 1


def test_a_photo_announced_and_ended_many_times_at_once_is_whole_and_one(people: SimpleNamespace) -> None:
    """Of two last pieces at the same moment neither saw the other, and the photo was never whole."""
    from uuid import uuid4

    from django.test import Client

    from hutong.accounts import context, grants
    from hutong.accounts.managers import plain
    from hutong.children.models import Child
    from hutong.documents.models import Attachment
    from hutong.ground import clock
    from hutong.sync.attachments import PIECE
    from hutong.sync.tests import payloads
    from hutong.sync.tests.phone import Phone
    from hutong.sync.tests.test_attachments import begin, jpeg, put
    from tests.cast import Browser

    client, phone = Client(), Phone()
    client.force_login(people.director)
    phone.enrol(Browser(client))
    with context.within(grants.system()) as system:
        child = Child.objects.within(system).filter(name="白云").get().pk
    op = phone.note("care.record_visit", payloads.visit(child, on=str(clock.today())))
    assert phone.push()[0]["status"] == "done"

    content, key = jpeg(PIECE + 1000), str(uuid4())
    assert at_once(lambda: begin(phone, op, content, id=key).status_code) == {200: TOGETHER}
    pieces = iter([0, 1] * (TOGETHER // 2))

    def piece() -> int:
        number = next(pieces)
        return put(phone, key, number, content[number * PIECE : (number + 1) * PIECE]).status_code

    assert at_once(piece) == {200: TOGETHER}
    assert begin(phone, op, content, id=key).json()["done"]
    with context.within(grants.system()):
        assert plain(Attachment).filter(pk=key).count() == 1
