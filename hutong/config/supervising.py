"""Keeps the processes of `hutong serve` alive: whichever dies is started again by itself, the embedded PostgreSQL too."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import click

from hutong.config import database

# One that dies again at once waits longer each time, up to the last of these (seconds).
PAUSES = (0, 1, 2, 5, 10)
STEADY_SECONDS = 30
LOOK_SECONDS = 0.2
# So often in a row nobody took a connection, at looks so far apart: a busy one still takes it.
DEAF_SECONDS, DEAF_LOOKS = 5, 3


def _listens(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return True


@dataclass
class Child:
    """A process, and how often it died lately."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0
    died: int = 0
    not_before: float = 0
    # Where it listens, if it does; since when nobody does there.
    address: tuple[str, int] | None = None
    looked: float = 0
    deaf: int = 0

    def start(self) -> None:
        # A group of its own: when its first process is killed, those that it made must not hold the port.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.began = time.monotonic()

    def look(self) -> None:
        """Start it again when it has died, after a pause when that happens often."""
        if self.process and (code := self.process.poll()) is not None:
            self.kill()
            steady = time.monotonic() - self.began > STEADY_SECONDS
            self.died = 1 if steady else self.died + 1
            pause = PAUSES[min(self.died - 1, len(PAUSES) - 1)]
            self.not_before, self.process = time.monotonic() + pause, None
            click.echo(f"{self.name}意外停止（{code}），{pause} 秒后重新启动。", err=True)
        if self.process is None and time.monotonic() >= self.not_before:
            self.start()

    def listen(self) -> None:
        """End one that runs on and serves nobody: its workers died so often that it gave up. `look` starts it again."""
        if (
            self.address is None
            or self.process is None
            or time.monotonic() - max(self.began, self.looked) < DEAF_SECONDS
        ):
            return
        self.looked = time.monotonic()
        self.deaf = 0 if _listens(self.address) else self.deaf + 1
        if self.deaf >= DEAF_LOOKS:
            self.deaf = 0
            click.echo(f"{self.name}不再应答，正在重新启动。", err=True)
            self.kill()

    def kill(self) -> None:
        """Whatever is left of its group."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Household:
    """All of them over one data folder."""

    data: Path
    children: list[Child] = field(default_factory=list)

    def add(self, name: str, *words: str, address: tuple[str, int] | None = None) -> Child:
        """Start one: a module of Python and its arguments. address: where it listens."""
        child = Child(name, [sys.executable, "-m", *words], address=address)
        child.start()
        self.children.append(child)
        return child

    def look(self) -> None:
        """One look around; to be repeated for ever."""
        time.sleep(LOOK_SECONDS)
        if database.died(self.data):
            click.echo("数据库意外停止，正在重新启动。", err=True)
            with suppress(RuntimeError):  # tried again at the next look; its log says why
                database.revive(self.data)
        for child in self.children:
            child.look()
            child.listen()

    def stop(self) -> None:
        """End all, politely at first."""
        running = [child for child in self.children if child.process]
        for child in running:
            if child.process:
                child.process.terminate()
        for child in running:
            if child.process:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(20)
                child.kill()
