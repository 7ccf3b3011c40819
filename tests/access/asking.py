"""Asking one route, and hearing the answer in one of seven words."""

from __future__ import annotations

import re
import uuid
from copy import copy
from dataclasses import dataclass
from typing import Any

from tests.access import bodies
from tests.access.roles import CALLERS, SPOTS, Caller, relation
from tests.access.table import Route, expected, reached
from tests.access.world import World
from tests.cast import Browser

# The same wherever it is asked, so that what is missing can be compared with what is foreign.
NOWHERE = str(uuid.UUID("019ab000-0000-7000-8000-00000000dead"))
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
WORDS = {"must_change_password": "change password", "no_post": "no post", "not_allowed": "not allowed"}


@dataclass(frozen=True)
class Question:
    """Who asks in which state for what; spot: the place of the object, None where no place is named."""

    caller: Caller
    state: str
    route: Route
    spot: int | None

    @property
    def standing(self) -> int:
        """Where the caller's post is."""
        return self.caller.moved_to if self.state == "moved" and self.caller.moved_to else self.caller.place

    @property
    def relation(self) -> str | None:
        return None if self.spot is None else relation(self.standing, self.spot)

    def __str__(self) -> str:
        return f"{self.caller.name} ({self.state}) → {self.route.key}, {self.relation or 'no place'} {self.spot or ''}"


def questions(routes: dict[str, Route], callers: tuple[Caller, ...] = CALLERS) -> list[Question]:
    """The whole product: every caller, state, route, and one spot for each relation that this caller knows."""
    found = []
    for caller in callers:
        for state in caller.states:
            standing = Question(caller, state, next(iter(routes.values())), None).standing
            spots = list({relation(standing, spot): spot for spot in reversed(SPOTS)}.values())
            for key, route in routes.items():
                placed = route.names or bodies.takes_place(key)
                found += [Question(caller, state, route, spot) for spot in (spots if placed else [None])]
    return found


def wrong(world: World, question: Question) -> str | None:
    """What is wrong with the answer, as a sentence; None when it is as expected. Leaves nothing behind."""
    want = expected(question.caller, question.state, question.route, question.relation)
    answer = _ask(world, question, None)
    got = word(answer)
    text = f"{question}: wanted “{want}”, got “{got}” {answer.status_code} {_text(answer)[:200]}"
    if want == "missing" and not question.route.names:
        # A place that the request says: the sentence may stand beside the field.
        return None if answer.status_code in (404, 422) or (got == "in" and answer.status_code == 403) else text
    if got != want:
        return text
    if want == "missing" and question.route.names:
        nowhere = _ask(world, question, NOWHERE)
        if (nowhere.status_code, nowhere.content) != (answer.status_code, answer.content):
            return f"{text}; an object that is nowhere: {_text(nowhere)[:200]}"
    if want == "in" and question.route.method == "GET" and not question.route.names and answer.status_code != 200:
        return f"{text}; a list answers 200"
    return _leak(world, question, answer) if want == "in" else None


def word(answer: Any) -> str:
    """sign in, change password, no post, not allowed, missing, broken, or in."""
    if answer.status_code >= 500:
        return "broken"
    if answer.status_code == 401:
        return "sign in"
    if answer.status_code in (403, 404) and answer.get("Content-Type", "").startswith("application/json"):
        code = answer.json().get("code")
        return WORDS.get(code, "missing" if code == "not_found" else "in")
    return "in"


def _text(answer: Any) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")  # a file, which no sentence is read from


def _leak(world: World, question: Question, answer: Any) -> str | None:
    """An answer names no object outside the jurisdiction, whatever was asked."""
    if question.route.reach == "everyone" or "json" not in answer.get("Content-Type", ""):
        return None
    allowed = reached(question.caller, question.route)
    foreign = world.foreign(lambda place: relation(question.standing, place) in allowed)
    named = set(UUIDS.findall(_text(answer))) & set(foreign)
    return f"{question}: names {sorted(foreign[one] for one in named)}" if named else None


def _ask(world: World, question: Question, instead: str | None) -> Any:
    """Send it and take back what it did. instead: an id that exists nowhere, for every name in the address."""
    from django.db import transaction

    route, spot = question.route, question.spot
    address = re.sub(r"\{(\w+)\}", lambda name: instead or world.id(name[1], spot or SPOTS[0]), route.path)
    browser = world.browser(question.caller.name, question.state)
    cookies = copy(browser.client.cookies)
    with transaction.atomic():
        answer = _send(browser, route, address, spot)
        transaction.set_rollback(True)
    browser.client.cookies = cookies
    return answer


def _send(browser: Browser, route: Route, address: str, place: int | None) -> Any:
    query = bodies.query(route.key, place)
    if route.method == "GET":
        return browser.get(address, **query)
    body = bodies.body(route.key, place)
    if query:
        address += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    if bodies.is_upload(route.key):
        from django.core.files.uploadedfile import SimpleUploadedFile

        files = {n: SimpleUploadedFile(v.name, v.read_bytes()) for n, v in body.items() if hasattr(v, "read_bytes")}
        return browser.upload(address, **body | files)
    return browser.delete(address) if route.method == "DELETE" else browser._send(route.method.lower(), address, body)
