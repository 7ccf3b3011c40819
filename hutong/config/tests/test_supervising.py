"""A web server that runs on and takes no connection any more is started again; a busy one is left alone."""

import socket
import subprocess
import sys

import pytest

from hutong.config import supervising
from hutong.config.supervising import DEAF_LOOKS, Child


@pytest.fixture
def child(monkeypatch):
    monkeypatch.setattr(supervising, "DEAF_SECONDS", 0)
    one = Child("网页服务", [sys.executable, "-c", "input()"])
    one.process = subprocess.Popen(one.command, stdin=subprocess.PIPE, start_new_session=True)
    yield one
    one.kill()
    one.process.wait()


def test_one_that_gave_up_is_ended_after_some_looks_and_so_started_again(child):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        child.address = probe.getsockname()
    for _ in range(DEAF_LOOKS - 1):
        child.listen()
    assert child.process.poll() is None
    child.listen()
    assert child.process.wait(10) < 0


def test_one_that_listens_and_answers_nobody_yet_is_busy(child):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        child.address = listening.getsockname()
        for _ in range(DEAF_LOOKS + 2):
            child.listen()
    assert child.process.poll() is None
