"""Between the web server and Django: gathers a request off the threads that work, then hands it whole to one of them.

However many bodies come drop by drop or not at all, the threads are free for those that are there. A body has a deadline
and a size (sizes.py); more than a little is taken only from somebody signed in, asked before the rest is received.
The interface below is RSGI (granian), the one above WSGI (PEP 3333).
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error, connections
from django.http import HttpResponse, parse_cookie
from psycopg_pool import PoolTimeout

from hutong.accounts.http import Problem
from hutong.accounts.session_store import SessionStore
from hutong.config import refusals, sizes
from hutong.sync import sender

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
THREADS = 8
# So long without a byte, and so many bytes a second over all: a slow line of a mountain village sends more.
STILL_SECONDS = 15
BYTES_A_SECOND = 2048
IN_MEMORY = 256 * 1024
LATE = "网络太慢或中断，内容没有收完，没有保存。请换个信号好的地方再提交。"
DRAINED_SECONDS = 5
# A refused sign-in is answered at a whole step of so many seconds: how long it took tells nobody which accounts there are.
SIGN_IN = "/_allauth/browser/v1/auth/login"
STEP_SECONDS = 0.5

log = logging.getLogger("hutong")


class Refused(Exception):
    """What is answered instead of Django."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class Receiver:
    """An RSGI application around a WSGI one."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(THREADS, "serving")

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        environ = environ_of(scope)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await self._receive(environ, proto, body)
            except Refused as refused:
                return _refuse(proto, refused.problem)
            if size is None:
                return None
            body.seek(0)
            # Not before: whoever sends slowly would choose where between two steps the answer falls.
            began = asyncio.get_running_loop().time()
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(size) if size else ""}
            if path_of(environ) != SIGN_IN:
                # From the thread itself: one change of threads less for every click.
                return await self._in_thread(lambda: proto.response_bytes(*answer_of(self._application, environ)))
            status, headers, content = await self._in_thread(answer_of, self._application, environ)
        if status >= 400:
            taken = asyncio.get_running_loop().time() - began
            await asyncio.sleep(STEP_SECONDS - taken % STEP_SECONDS)
        return proto.response_bytes(status, headers, content)

    async def _receive(self, environ: Environ, proto: Any, body: IO[bytes]) -> int | None:
        """The size of the body, once it is whole; None where the sender went away."""
        told = environ.get("CONTENT_LENGTH", "")
        if not told and "HTTP_TRANSFER_ENCODING" not in environ:
            return 0
        room = _Room(self, environ)
        declared = int(told) if told.isdecimal() else 0
        size, clock = 0, asyncio.get_running_loop().time
        try:
            await room.let_in(declared)
            began = clock()
            async with asyncio.timeout(STILL_SECONDS) as deadline:
                async for piece in proto:
                    size += len(piece)
                    await room.let_in(size)
                    body.write(piece)
                    deadline.reschedule(min(clock(), began + size / BYTES_A_SECOND) + STILL_SECONDS)
        except TimeoutError:
            raise Refused(Problem(408, LATE, "too_slow")) from None
        except Refused:
            await _drain(proto)
            raise
        except RuntimeError:  # granian's, of a connection that broke
            return None
        return None if size < declared else size

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)

    async def knows(self, environ: Environ) -> bool:
        return await self._in_thread(somebody, environ)


class _Room:
    """How much of one body is let in: asks once who it is, when it grows beyond what anybody may send."""

    def __init__(self, receiver: Receiver, environ: Environ) -> None:
        self._receiver, self._environ = receiver, environ
        path = path_of(environ)
        self._free, self._most = sizes.most_unknown(path), sizes.most(path)

    async def let_in(self, size: int) -> None:
        """Raises Refused 413, 401."""
        if size > self._most:
            raise Refused(refusals.too_large())
        if size > self._free:
            if not await self._receiver.knows(self._environ):
                raise Refused(Problem(401, "请先登录。", "not_signed_in"))
            self._free = self._most


def somebody(environ: Environ) -> bool:
    """Whether the request's session or phone is one that signed in. What it may do is the route's matter."""
    kind, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    try:
        if kind.lower() == "device" and sender.of_token(token):
            return True
        return bool(key) and SESSION_KEY in SessionStore(key)
    except (Error, PoolTimeout) as error:
        raise Refused(refusals.unavailable(error) or Problem(500, refusals.SORRY, "failed")) from None
    finally:
        connections.close_all()


async def _drain(proto: Any) -> None:
    """A browser that still sends reads no answer: what comes within seconds is thrown away first."""
    with suppress(TimeoutError, RuntimeError):
        async with asyncio.timeout(DRAINED_SECONDS):
            async for _ in proto:
                pass


def _refuse(proto: Any, problem: Problem) -> None:
    status, headers, content = _plain(refusals.answer(problem))
    proto.response_bytes(status, [*headers, ("Connection", "close"), ("Cache-Control", "no-store")], content)


def _plain(answer: HttpResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    return answer.status_code, list(answer.items()), answer.content


def environ_of(scope: Any) -> Environ:
    """The request as WSGI says it, without its body."""
    (host, port), (client, _) = _split(scope.server), _split(scope.client)
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # X_Forwarded_For would pass for the X-Forwarded-For that our own proxy wrote.
        if "_" not in name:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def _split(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), port


def path_of(environ: Environ) -> str:
    return environ["PATH_INFO"].encode("latin-1").decode()


def answer_of(application: Application, environ: Environ) -> tuple[int, list[tuple[str, str]], bytes]:
    """What a WSGI application answers, as a whole."""
    begun: list[Any] = []
    try:
        parts = application(environ, lambda status, headers, failed=None: begun.extend((status, headers)))
        try:
            content = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return int(begun[0].split()[0]), begun[1], content
    except Exception as error:
        # Django answers every fault of a view itself; this is one of its own, such as a request it cannot even read.
        log.error("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"], exc_info=error)
        return _plain(refusals.answer(Problem(500, refusals.SORRY, "failed")))
