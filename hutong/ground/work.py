"""How jobs run: never two runs of one at once, again after growing pauses, and why the last run failed, in plain words.

The queue itself is Procrastinate's. A job works in transactions that say when they are done, so that it may run again.
"""

import errno
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job
from psycopg import errors
from psycopg_pool import PoolTimeout

# After each failure; after the last there is no more, and an administrator decides.
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# A job whose worker was killed is run again; one that kills its worker each time is not.
TAKEN_UP = 8
JOBS = 0x4A6F6273
WHY_SECONDS = 90 * 86_400

FULL = "服务器的磁盘满了"
UNREACHABLE = "数据库当时连不上，或者太忙"
ELSEWHERE = "同一件事还在另一个后台进程里办理"
NO_FILE = "要用的文件已经不在，可能过了保存期"
NO_RECORD = "要办的事项已经不在了"
KILLED = "办理它的后台进程反复中断，可能是内存不够"
FULL_NOW = "服务器的磁盘满了，这次什么都没有写入。请联系系统管理员腾出空间，再试一次。"
UNKNOWN = "程序出错，详情在服务器的错误日志里，请交给技术支持"


# A queue a kind, so that none waits for another's: how many of each run at once in one worker process.
QUEUES = {"default": 2, "ledgers": 2, "exports": 1, "exchange": 1, "doubles": 1, "places": 1, "alarms": 1}
EACH = "of:"


class RunsElsewhere(Exception):
    """Another process has not given this job up, though it seemed dead."""


class Growing(BaseRetryStrategy):
    """Again after longer and longer pauses."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= len(PAUSES):
            return None
        seconds = int(PAUSES[job.attempts].total_seconds())
        # What the same person asked for afterwards does not wait for the pause.
        waits = (job.lock or "").startswith(EACH)
        return RetryDecision(retry_in={"seconds": seconds}, lock=f"again:{job.id}" if waits else job.lock)


AGAIN = Growing()
# Whether the job that runs here will be run again when it fails.
_more: ContextVar[bool] = ContextVar("more", default=False)


def of(person: Any, task: Any) -> Any:
    """A task to be deferred for a person: of each kind only one of theirs runs at a time, in their order."""
    return task.configure(lock=f"{EACH}{task.queue}:{person}")


def passing(wrong: BaseException) -> bool:
    """Whether the same may succeed a little later: database away, disk full."""
    return full(wrong) or isinstance(wrong, OperationalError | InterfaceError | PoolTimeout)


def full(wrong: BaseException) -> bool:
    """Whether there was no room left on a disk, the server's or the database's."""
    seen: BaseException | None = wrong
    while seen is not None:
        if isinstance(seen, errors.DiskFull) or (
            isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT)
        ):
            return True
        seen = seen.__cause__
    return False


def said_of(wrong: BaseException) -> str | None:
    """What a job that catches its failures says of this one, if it is none of its own: raised on where another run may succeed."""
    if full(wrong):
        return FULL_NOW
    if passing(wrong) and _more.get():
        raise wrong
    return None


def why(wrong: BaseException) -> str:
    """A failure in words that hold nobody's data."""
    if full(wrong):
        return FULL
    kinds: dict[type[BaseException] | tuple[type[BaseException], ...], str] = {
        RunsElsewhere: ELSEWHERE,
        (OperationalError, InterfaceError, PoolTimeout): UNREACHABLE,
        FileNotFoundError: NO_FILE,
        ObjectDoesNotExist: NO_RECORD,
    }
    return next((words for kind, words in kinds.items() if isinstance(wrong, kind)), UNKNOWN)


def note(job: int, words: str) -> None:
    """Keep why a job failed, for the administrator's list."""
    try:
        cache.set(_key(job), words, WHY_SECONDS)
    except (DatabaseError, PoolTimeout):
        return  # the database itself is away; the list says that nothing was noted


def noted(job: int) -> str:
    """Why a job failed last; '' where it could not be written down."""
    return cache.get(_key(job)) or ""


def _key(job: int) -> str:
    return f"job-failed:{job}"


def alone(call: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """Around every job (a task middleware): the lock is held by a transaction of its own, which ends with the process."""
    job = context.job.id or 0
    more = _more.set(context.job.attempts < len(PAUSES))
    lock = connections.create_connection("default")
    try:
        lock.set_autocommit(False)
        with lock.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [JOBS, job % 2**31])
            [[got]] = cursor.fetchall()
        if not got:
            raise RunsElsewhere
        return call()
    except Exception as wrong:
        note(job, why(wrong))
        raise
    finally:
        with suppress(DatabaseError):  # the database may be what went away
            lock.rollback()
        lock.close()
        _more.reset(more)
