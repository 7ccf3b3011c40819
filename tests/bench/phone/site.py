"""A county with phones: villages, children, visits, directors whose phones are enrolled, a web server and a worker."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connections
from psycopg.types.json import Json

from hutong.ground import clock
from tests.bench import workbook
from tests.bench.serving import served
from tests.bench.world import PASSWORD, World

if TYPE_CHECKING:
    from hutong.accounts.models import Person

AREA = 222_400_000_000
# A village as the goal describes it, one of the size that PouchDB is measured with, and the villages of many phones.
LARGE, HUGE, PHONES, EACH = 300, 2_000, 200, 24
VISITS = 10
SAID = (
    "想妈妈了，想让她过年回来。",
    "奶奶腿疼，我放学自己热饭吃。",
    "在学校挺好的，和同桌一起写作业。",
    "晚上有点怕黑，弟弟总哭。",
    "数学跟不上，老师说让我留下来补。",
    "爸爸打电话说秋收以后回来，给我买了新书包。",
)
NOTES = {
    "living": ("棉衣小了，需要换", "米面够吃，煤还没买"),
    "health": ("咳嗽一周了，去过卫生室", "牙疼"),
    "mood": ("话比上次少", "不愿意提爸爸"),
}


@dataclass(frozen=True)
class Carrier:
    """A director with a phone: token of the protocol, the village and its children's ids."""

    person: "Person"
    village: int
    token: str
    children: list[uuid.UUID]


@dataclass(frozen=True)
class Site:
    """Where it answers, and who is there: the director of 300 children, of 2,000 (and a second phone of hers), and many."""

    url: str
    large: Carrier
    huge: Carrier
    second: Carrier
    many: list[Carrier]


@contextmanager
def site(world: World, owner: psycopg.Connection[Any]) -> Iterator[Site]:
    """Fill the world, and serve it as `hutong serve` does, until the end."""
    _children(world)
    villages = _villages(owner)
    _visits(owner, villages[1][0])
    owner.execute("VACUUM ANALYZE")
    chosen = villages[: 2 + PHONES]
    people = _directors([village for village, _ in chosen])
    carriers = [_carrier(person, *village) for person, village in zip(people, chosen, strict=True)]
    second = _carrier(people[0], *chosen[0])
    connections.close_all()
    with served("hutong worker") as url:
        yield Site(url, carriers[1], carriers[0], second, carriers[2:])


def _children(world: World) -> None:
    from hutong.ledgers import commands

    ledger = world.folder / "area.xlsx"
    crowded = (HUGE, LARGE, *[EACH] * PHONES)
    workbook.write(ledger, sum(crowded), AREA, "延边州", clock.today(), crowded)
    commands.import_(ledger, AREA, world.province.staff_number)


def _villages(owner: psycopg.Connection[Any]) -> list[tuple[int, list[uuid.UUID]]]:
    """Villages, the fullest first, with their children."""
    sql = "SELECT place, array_agg(id ORDER BY id) FROM children_child GROUP BY place ORDER BY count(*) DESC, place"
    return [(place, ids) for place, ids in owner.execute(sql).fetchall()]


def _visits(owner: psycopg.Connection[Any], village: int) -> None:
    """Ten visits to each child of the village of 300, past actions and journal: only what phones read of them is measured."""
    rng = Random(7)
    owner.execute("SET session_replication_role = replica")
    children = [key for (key,) in owner.execute("SELECT id FROM children_child WHERE place = %s", [village]).fetchall()]
    with owner.cursor() as cursor:
        cursor.executemany(INSERT, [_visit(rng, child, village, back) for child in children for back in range(VISITS)])
    owner.execute("RESET session_replication_role")


INSERT = """
INSERT INTO care_visit (id, child_id, place, happened_place, "on", mode, place_text, seen, words, words_by, no_change,
                        findings, notes, risk, risk_reasons, next_steps, visitor_name, recorded_at)
VALUES (gen_random_uuid(), %s, %s, %s, current_date - 20 - 30 * %s::int, 'home', '', '["child", "carer"]', %s, 'speech',
        false, %s, %s, 'low', '', '', '王秀兰', now())
"""


def _visit(rng: Random, child: uuid.UUID, village: int, back: int) -> tuple[Any, ...]:
    topics = ("living", "guardianship", "schooling", "health", "mood", "safety")
    noted = {topic: rng.choice(texts) for topic, texts in NOTES.items() if rng.random() < 0.3}
    findings = {topic: "changed" if topic in noted else "normal" for topic in topics}
    return (child, village, village, back, rng.choice(SAID), Json(findings), Json(noted))


def _directors(villages: list[int]) -> "list[Person]":
    from hutong.accounts import context, grants
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    wanted = [
        Appointment(place, Role.CHILD_DIRECTOR, f"王秀{chr(0x5170 + at)}", phone=f"1549{at:07d}", password=PASSWORD)
        for at, place in enumerate(villages, 1000)
    ]
    with context.within(grants.system()) as grant:
        return [one.post.person for one in appoint(grant, wanted)]


def _carrier(person: "Person", village: int, children: list[uuid.UUID]) -> Carrier:
    from hutong.accounts import context
    from hutong.sync import enrolment, envelope
    from hutong.sync.sender import device_grant

    grant = device_grant(person)
    assert grant
    told = enrolment.NewPhone(uuid.uuid4(), "手机", "Redmi 12C", "1.0", envelope.encode(uuid.uuid4().bytes * 2), "")
    with context.within(grant):
        return Carrier(person, village, enrolment.enrol(grant, told).token, children)
