"""What is sent slowly or in large pieces by nobody known costs no thread."""

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY

from hutong.accounts.session_store import SessionStore
from hutong.config import receiving, sizes
from hutong.config.receiving import Receiver, environ_of


class Sent:
    """A request as granian gives it: pieces that come, and then perhaps none for ever."""

    def __init__(self, *pieces: bytes, still: bool = False) -> None:
        self.pieces, self.still, self.answered = list(pieces), still, (0, {}, b"")
        self.taken = 0

    async def __aiter__(self):
        for piece in self.pieces:
            self.taken += len(piece)
            yield piece
        if self.still:
            await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.answered = status, dict(headers), content


class Slow(Sent):
    """The same, each piece a little later."""

    SECONDS = 0.2

    async def __aiter__(self):
        for piece in self.pieces:
            await asyncio.sleep(self.SECONDS)
            yield piece


def scope(path: str = "/api/v1/children", **headers: str) -> Any:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        method="POST", path=path, query_string="", http_version="1.1", scheme="http", server="[::1]:80",
        client="192.0.2.7:999", headers=told,
    )  # fmt: skip


def echo(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["wsgi.input"].read()]


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: a browser test that ran before leaves its loop running in the suite's."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, work).result()


def ask(asked: Any, sent: Sent) -> tuple[int, dict[str, str], bytes]:
    finished(Receiver(echo).__rsgi__(asked, sent))
    return sent.answered


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "somebody", lambda environ: False)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "somebody", lambda environ: True)


def test_what_came_in_pieces_is_handed_on_whole() -> None:
    assert ask(scope(content_length="6"), Sent(b"abc", b"def")) == (200, {"X-Length": "6"}, b"abcdef")
    assert ask(scope(transfer_encoding="chunked"), Sent(b"abc", b"d")) == (200, {"X-Length": "4"}, b"abcd")
    assert ask(scope(), Sent(b"never read")) == (200, {"X-Length": ""}, b"")


def test_a_body_that_stops_coming_is_given_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "STILL_SECONDS", 0.05)
    status, headers, content = ask(scope(content_length="600"), Sent(b"abc", still=True))
    assert (status, headers["Connection"]) == (408, "close")
    assert receiving.LATE in content.decode()


def test_a_body_that_was_cut_off_is_never_acted_on() -> None:
    assert ask(scope(content_length="600"), Sent(b'{"name": "a"}'))[0] == 0


@pytest.mark.usefixtures("nobody")
def test_from_nobody_known_little_is_taken_and_the_rest_not_kept() -> None:
    large = sizes.BEFORE_KNOWN + 1
    assert ask(scope(content_length=str(large)), Sent(b"x" * large))[0] == 401
    assert ask(scope(transfer_encoding="chunked"), Sent(b"x" * large, b"y"))[0] == 401
    assert ask(scope("/api/v1/ledgers", content_length=str(large)), Sent(b"x" * large))[0] == 401
    assert ask(scope("/_allauth/browser/v1/auth/login", content_length="20000"), Sent(b"x" * 20000))[0] == 413
    # A report in need has no account.
    assert ask(scope(sizes.OF_ANYBODY, content_length="1500000"), Sent(b"x" * 1_500_000))[0] == 200


@pytest.mark.usefixtures("known")
def test_each_address_takes_so_much_and_no_more() -> None:
    for path, most in (
        ("/api/v1/children", sizes.WHOLE),
        ("/api/v1/packets/received", 21 * 1024**2),
        ("/_allauth/browser/v1/auth/login", sizes.SIGN_IN),
    ):
        assert ask(scope(path, content_length=str(most)), Sent(b"x" * most))[0] == 200
        assert ask(scope(path, content_length=str(most + 1)), Sent())[0] == 413
        assert ask(scope(path, transfer_encoding="chunked"), Sent(b"x" * most, b"y"))[0] == 413


@pytest.mark.django_db
def test_a_session_or_a_phone_that_signed_in_is_known_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving.connections, "close_all", lambda: None)  # the test's own transaction
    session, empty = SessionStore(), SessionStore()
    session[SESSION_KEY] = "1"
    session.save()
    empty.save()
    for cookie, known in ((session.session_key, True), (empty.session_key, False), ("invented", False)):
        assert receiving.somebody({"HTTP_COOKIE": f"a=b; sessionid={cookie}"}) is known
    assert not receiving.somebody({})
    assert not receiving.somebody({"HTTP_AUTHORIZATION": "Device invented"})


def test_a_header_with_a_line_below_is_not_taken_for_the_proxys_own() -> None:
    asked = scope("/中")
    asked.headers = {"x_forwarded_for": "203.0.113.9", "x-forwarded-for": "192.0.2.1"}
    environ = environ_of(asked)
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/中"
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("192.0.2.7", "::1", "80")


@pytest.mark.parametrize("work", [0.01, 0.09])
def test_a_refused_sign_in_takes_alike_whatever_there_was_to_look_up(monkeypatch: pytest.MonkeyPatch, work) -> None:
    monkeypatch.setattr(receiving, "STEP_SECONDS", 0.4)

    def refuse(environ: Any, start: Any) -> list[bytes]:
        threading.Event().wait(work)
        start("400 Bad Request", [])
        return []

    async def timed(path: str, *pieces: bytes, **headers: str) -> float:
        began = time.monotonic()
        await Receiver(refuse).__rsgi__(scope(path, **headers), Slow(*pieces))
        return time.monotonic() - began

    assert finished(timed(receiving.SIGN_IN)) >= 0.4
    # Whoever sends slowly does not choose where between two steps the answer falls.
    assert finished(timed(receiving.SIGN_IN, b"{}", content_length="2")) >= Slow.SECONDS + 0.4
    assert finished(timed("/api/v1/children")) < 0.4


def test_a_fault_beneath_django_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken(environ: Any, start: Any) -> list[bytes]:
        raise ZeroDivisionError

    sent = Sent()
    finished(Receiver(broken).__rsgi__(scope(), sent))
    assert sent.answered[0] == 500
    assert "ZeroDivisionError" in caplog.text
