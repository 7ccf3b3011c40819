"""Over real HTTP, as `hutong serve` serves: one client that keeps its connection, then eight at once."""

import http.client
import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.test import Client

from tests.bench.questions import Question

if TYPE_CHECKING:
    from hutong.accounts.models import Person

CLIENTS, ROUNDS = 8, 25
CSRF = "b" * 32
ASKED = ("List by name, first page", "Search by whole name", "Open a child")


@dataclass(frozen=True)
class Crowd:
    """Seconds of each request of one client, and of each of eight at once; how many a second the eight got."""

    alone: list[float]
    together: list[float]
    rate: float


def crowd(url: str, person: "Person", questions: Sequence[Question]) -> Crowd:
    """Three of the questions in turn, each client with a session of its own connection."""
    asked = [_request(one) for one in questions if one.title in ASKED]
    browser = Client()
    browser.force_login(person)
    cookie = "; ".join([f"{name}={morsel.value}" for name, morsel in browser.cookies.items()] + [f"csrftoken={CSRF}"])
    _ask(url, cookie, asked, 5)
    alone = _ask(url, cookie, asked, ROUNDS)
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as threads:
        parts = list(threads.map(lambda _: _ask(url, cookie, asked, ROUNDS), range(CLIENTS)))
    together = [seconds for part in parts for seconds in part]
    return Crowd(alone, together, len(together) / (time.perf_counter() - begun))


def _request(one: Question) -> tuple[str, str, str]:
    """Method, address and body: words are sent in the body."""
    if "q" in one.query:
        return "POST", one.path, json.dumps(one.query)
    return "GET", f"{one.path}?{urlencode(one.query)}", ""


def _ask(url: str, cookie: str, asked: Sequence[tuple[str, str, str]], rounds: int) -> list[float]:
    host = url.removeprefix("http://")
    line, found = http.client.HTTPConnection(host, timeout=60), []
    for _ in range(rounds):
        for method, path, sent in asked:
            begun = time.perf_counter()
            line.request(
                method, path, sent or None, {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
            )
            answer = line.getresponse()
            body = answer.read()
            found.append(time.perf_counter() - begun)
            assert answer.status == 200, body[:300]
    line.close()
    return found
