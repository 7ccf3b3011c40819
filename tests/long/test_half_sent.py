"""Bodies that never end stop nobody else: sixty-four of them lie before a real server, and a report in need is taken at once."""

from __future__ import annotations

import json
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from hutong.config import receiving
from hutong.sync import envelope
from tests.cast import XINLI
from tests.faults import Served, Signed

HALF = (
    b"POST /_allauth/browser/v1/auth/login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b'Content-Length: 4000\r\n\r\n{"username": "'
)
HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0."
CHUNKED = HALF.replace(b"Content-Length: 4000", b"Transfer-Encoding: chunked").replace(b"{", b"e\r\n{")
# What a person would call at once, on a machine that does other things too.
AT_ONCE = 5


@contextmanager
def lying(served: Served, sent: bytes, number: int) -> Iterator[list[socket.socket]]:
    with ExitStack() as open_:
        sockets = [open_.enter_context(socket.create_connection(("127.0.0.1", served.port))) for _ in range(number)]
        for one in sockets:
            one.sendall(sent)
        time.sleep(1)  # until they are where they would stop the server
        yield sockets


def test_half_sent_requests_leave_the_server_to_others(served: Served, supervisor: Signed) -> None:
    for sent in (HALF, CHUNKED, HEAD):
        with lying(served, sent, 64):
            began = time.monotonic()
            assert served.up()
            assert supervisor.send("GET", "/api/v1/me")[0] == 200
            code, told = supervisor.send("POST", "/api/v1/sync/urgent", report(supervisor))
            assert code == 200, told
            assert time.monotonic() - began < AT_ONCE, sent


def report(sender: Signed) -> dict[str, str]:
    key, told = sender.send("GET", "/api/v1/sync/server-key")[1], {"id": str(uuid.uuid4())}
    words = json.dumps({"words": "有个孩子受伤了", "place": XINLI, "called_110": True, "media": []}).encode()
    return told | {"key_id": key["id"]} | envelope.seal(words, told["id"], key["key"])


def test_a_half_sent_body_is_given_up_in_words(served: Served) -> None:
    with lying(served, HALF, 1) as [one]:
        one.settimeout(receiving.STILL_SECONDS + 60)
        answer = b""
        while piece := one.recv(4096):
            answer += piece
        assert answer.startswith(b"HTTP/1.1 408")
        assert receiving.LATE in answer.decode()
