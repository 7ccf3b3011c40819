"""kill -9 of web server, worker and PostgreSQL while four phones push: nothing acknowledged is lost, nothing is half done.

Here the test itself starts them again, so how long that takes says nothing of the product: test_faults.py judges coming back
without hands, where `hutong serve` does it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.histories.killed import PATIENCE, Deployment, Sender, faults, outbox

EACH = 120


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    made = Deployment(tmp_path)
    made.start_database()
    try:
        yield made
    finally:
        made.end()


def kill_web(deployment: Deployment) -> None:
    deployment.kill("web")
    deployment.start("web")


def kill_worker(deployment: Deployment) -> None:
    deployment.kill("worker")
    deployment.start("worker")


def kill_database(deployment: Deployment) -> None:
    deployment.kill_database()
    deployment.kill("web", "worker")
    deployment.start_database()
    deployment.start("web", "worker")


def test_whoever_dies_in_the_middle_of_a_push(deployment: Deployment) -> None:
    scene = deployment.scene()
    senders = [Sender(token, outbox(scene["children"], EACH, seed)) for seed, token in enumerate(scene["tokens"])]
    total, until = EACH * len(senders), time.monotonic() + PATIENCE
    deployment.start("web", "worker")

    def over() -> bool:
        return time.monotonic() > until

    def answered() -> int:
        return sum(len(sender.acknowledged) for sender in senders)

    with ThreadPoolExecutor(len(senders)) as pool:
        sending = [pool.submit(sender.run, lambda: f"http://127.0.0.1:{deployment.port}", over) for sender in senders]
        for share, kill in enumerate((kill_web, kill_database, kill_worker, kill_web, kill_database), 1):
            while answered() < total * share // 6 and not over():
                time.sleep(0.01)
            kill(deployment)
        for one in sending:
            one.result()
    assert answered() == total, f"{answered()} of {total} in {PATIENCE} s"
    acknowledged = {op: status for sender in senders for op, status in sender.acknowledged.items()}
    assert set(acknowledged.values()) <= {"done", "conflict"}
    assert faults(deployment.url, acknowledged) == []
