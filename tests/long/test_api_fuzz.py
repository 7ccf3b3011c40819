"""schemathesis asks every route what its description allows and what it forbids: no 5xx, no answer that is not described.

In one process, each request taken back, so that every case meets the same world; the same cases in every run. Where a
case is meant to be right, the names in its address are those of real records (tests/access), so that it gets past 404.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, settings

from hutong.sync.tests.phone import Phone
from tests.access.objects import FACTORIES
from tests.access.roles import VILLAGE
from tests.access.world import World

schemathesis = pytest.importorskip("schemathesis")
conform = pytest.importorskip("schemathesis.specs.openapi.checks")

CASES, STEPS = 6, 4
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example]
SAME = settings(derandomize=True, database=None, deadline=None, suppress_health_check=QUIET)
CSRF = "x" * 32
PHONE = "director"
WHO = ("supervisor", "county, sealed", "administrator", PHONE)
# Parameters and fields that name a place of this deployment.
PLACES = {"place", "to", "village", "within", "units"}
Start = Callable[..., Any]


def undone(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """The product as a server runs it, but what a request did is taken back."""
    from django.db import transaction

    with transaction.atomic():
        content = kept(environ, start)
        transaction.set_rollback(True)
    return content


@functools.cache
def application() -> WSGIHandler:
    return WSGIHandler()


def kept(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    # Schemathesis says that it unpacks, and does not.
    answer = application()(environ | {"HTTP_ACCEPT_ENCODING": ""}, start)
    content = list(answer)
    answer.close()
    return content


def described(app: Any) -> Any:
    """The API as schemathesis reads it."""
    from hutong.config.api import description

    config = schemathesis.Config.from_dict(
        {
            "suppress-health-check": ["all"],
            "generation": {"deterministic": True, "max-examples": CASES, "database": "none", "no-shrink": True},
        }
    )
    schema = schemathesis.openapi.from_dict(json.loads(description()), config=config)
    schema.app = app
    return schema


CHECKS = [
    schemathesis.checks.not_a_server_error,
    conform.status_code_conformance,
    conform.content_type_conformance,
    conform.response_schema_conformance,
]


def headers(world: World, who: str, phone: Phone) -> dict[str, str]:
    """The session of a person; the director's comes with the token of a phone, which the routes of phones ask for instead."""
    cookies = {name: one.value for name, one in world.browser(who, "active").client.cookies.items()}
    cookies["csrftoken"] = CSRF
    told = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": CSRF}
    return told | ({"Authorization": f"Device {phone.token}"} if who == PHONE else {})


@pytest.fixture(scope="module")
def phone(matrix: World) -> Phone:
    """The director's, made known as the app does."""
    made = Phone()
    answer = made.enrol(matrix.browser(PHONE, "active"))
    assert answer.status_code == 200, answer.content.decode()
    return made


def real(world: World, case: Any) -> None:
    """Names of records and places that there are, in a case that is meant to be right."""
    for name in case.path_parameters:
        if name in FACTORIES:
            case.path_parameters[name] = world.id(name, VILLAGE)
    for part in (case.query, case.body):
        if isinstance(part, dict):
            part |= {name: VILLAGE for name in PLACES & set(part) if isinstance(part[name], int)}


@pytest.fixture(scope="module", autouse=True)
def _one_connection(phone: Phone) -> Iterator[None]:
    """Between requests a server lets connections go that are old; here one holds the transaction.

    After the phone, for Django's own test client puts back what is taken away here."""
    from django.core import signals
    from django.db import close_old_connections

    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


schema = described(undone)


@pytest.mark.parametrize("who", WHO)
@schema.parametrize()
@SAME
def test_every_answer_is_described(matrix: World, phone: Phone, who: str, case: Any) -> None:
    if case.meta.generation.mode.is_positive:
        real(matrix, case)
    answer = case.call_and_validate(headers=headers(matrix, who, phone), checks=CHECKS)
    if who == PHONE and "/sync/" in case.path and "Authorization" in answer.request.headers:
        assert answer.status_code != 401, "a phone's routes are asked behind their door"


@pytest.mark.parametrize("who", WHO)
def test_one_answer_leads_to_the_next(matrix: World, phone: Phone, who: str) -> None:
    """Stateful: what one route gave is asked of another, and stays until the chain ends."""

    class Chain(described(kept).as_state_machine()):
        def setup(self) -> None:
            from django.db import transaction

            self.held = ExitStack()
            self.held.enter_context(transaction.atomic())

        def teardown(self) -> None:
            from django.db import transaction

            transaction.set_rollback(True)
            self.held.close()

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": headers(matrix, who, phone)}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Chain.run(settings=settings(SAME, max_examples=40, stateful_step_count=STEPS))
