"""Builds the world once, and tells histories in it, each undone when it is told."""

from __future__ import annotations

import random
import uuid
from copy import deepcopy
from unittest import mock

from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from hutong.accounts import context
from hutong.accounts.models import Person
from hutong.accounts.permissions import Role
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.sync import enrolment, pull
from hutong.sync.models import Device as Row
from hutong.sync.registry import registry
from hutong.sync.tests import payloads
from hutong.workforce.actions import Appointment, appoint
from tests.cast import JIANGBEI, XINLI, appoint_all, grant_of
from tests.histories import checks
from tests.histories.device import Device
from tests.histories.state import START
from tests.histories.world import STEPS, World

NUMBER = st.integers(0, 23)
# What phones do stands twice, so that a history is mostly about them, and most of all sending, which is cut in eight ways.
PHONES = [name for name in STEPS if name.startswith("phone_")]
STEP = st.tuples(st.sampled_from([*STEPS, *PHONES, *["phone_push"] * 4]), NUMBER, NUMBER)
HISTORY = st.lists(STEP, min_size=4, max_size=14)
Steps = list[tuple[str, int, int]]


def built() -> World:
    """Two villages with two children each, and three phones: 王秀兰's, a colleague's, and 李桂芝's."""
    with clock.at(START):
        cast = appoint_all()
        with context.within(grant_of(cast.wanbao)) as grant:
            colleague = Appointment(XINLI, Role.CHILD_DIRECTOR, "何秋菊", password="只为测试-不登录")
            second = appoint(grant, [colleague])[0].post.person
        people = [cast.director, second, cast.neighbour]
        devices = [Device(_enrolled(person)) for person in people]
        children = [registered(name, place=place) for place in (XINLI, JIANGBEI) for name in ("张小明", "李小红")]
        for device in devices:
            device.sync()
    rows = {row.person_id: row.pk for row in payloads.rows_of(Row)}
    keys = [rows[person.pk] for person in people]
    return World(cast, devices, [XINLI, XINLI, JIANGBEI], keys, children, random.Random(7))


def _enrolled(person: Person) -> str:
    with context.within(grant_of(person, "child_director")) as grant:
        return enrolment.enrol(grant, enrolment.NewPhone(uuid.uuid4(), "", "", "1", "A" * 43, "w")).token


def tell(world: World, steps: Steps) -> None:
    """One history, its healing, and what must hold of it; then it never happened."""
    still = mock.patch.dict(registry.documents, clear=True)  # forms and names of places play no part here
    with transaction.atomic(), still, mock.patch.object(pull, "present_epoch", world.current_epoch):
        for name, a, b in steps:
            world.step(name, a, b)
        checks.healed(world)
        transaction.set_rollback(True)


def told_many(count: int, part: int = 0) -> None:
    """As many generated histories, the same ones every time; each part tells others."""
    first = built()

    @seed(part)
    @settings(
        max_examples=count, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(HISTORY)
    def run(steps: Steps) -> None:
        tell(_fresh(first), steps)

    run()


def noticed(world: World, steps: Steps) -> str:
    """What is wrong with this history; empty when nothing is."""
    try:
        tell(_fresh(world), steps)
    except (AssertionError, KeyError, IntegrityError) as wrong:
        return repr(wrong) or "wrong"
    return ""


def _fresh(first: World) -> World:
    """The same tables, and the phones as they were after their first sync."""
    devices = [deepcopy(device) for device in first.devices]
    known = (first.cast, devices, first.homes, first.people, list(first.children), random.Random(7))
    return World(*known, epoch=str(devices[0].epoch))
