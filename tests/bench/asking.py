"""Asks each question many times, over HTTP in process and as bare SQL, and keeps how long the answers took."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.test import Client
from psycopg import Connection

from tests.bench.questions import Question
from tests.bench.stopwatch import Laps, database_time

if TYPE_CHECKING:
    from hutong.accounts.models import Person

WARM, TIMES = 5, 40
# Seconds after which the bare half of a question is known well enough: counting a million by hand takes seven each time.
PATIENCE = 20


@dataclass(frozen=True)
class Answered:
    """Seconds of each repetition: the whole request, its database part, and the bare SQL."""

    title: str
    whole: list[float]
    database: list[float]
    bare: list[float]


def put(client: Client, path: str, query: dict[str, Any]) -> Any:
    """Words are sent in the body (POST /search/…), all else in the address."""
    return client.post(path, query, content_type="application/json") if "q" in query else client.get(path, query)


def ask(person: "Person", owner: Connection[Any], question: Question) -> Answered:
    """Put a question to both, in turn, after a few that warm caches and plans."""
    client = Client()
    client.force_login(person)
    whole: list[float] = []
    database: list[float] = []
    bare: list[float] = []
    for turn in range(WARM + TIMES):
        laps = Laps()
        with laps.lap("whole"), database_time(laps, "database"):
            answer = put(client, question.path, question.query)
        assert answer.status_code == 200, answer.content
        if sum(bare) < PATIENCE:
            with laps.lap("bare"):
                owner.execute(question.sql, question.values).fetchall()  # type: ignore[arg-type]  # our own text, not a literal
            bare.append(laps.seconds["bare"])
        if turn >= WARM:
            whole.append(laps.seconds["whole"])
            database.append(laps.seconds["database"])
    bare = bare[WARM:] or bare[-1:]
    return Answered(question.title, whole, database, bare)
