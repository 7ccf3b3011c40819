"""Hutong served as `hutong serve` does, for benches that ask over HTTP."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ports import free_port


@contextmanager
def served(*also: str, **environ: str) -> Iterator[str]:
    """The web server over the bench's database, with further modules of Python beside it; gives its address."""
    from hutong.config.serving import WEB

    port = free_port()
    url = f"http://127.0.0.1:{port}"
    web = [*WEB, "--port", str(port)]
    around = os.environ | {"HUTONG_HOSTS": "127.0.0.1"} | environ
    running = [subprocess.Popen([sys.executable, "-m", *words], env=around) for words in (web, *map(str.split, also))]
    try:
        _until_it_answers(f"{url}/healthz")
        yield url
    finally:
        for child in running:
            child.terminate()
        for child in running:
            child.wait(30)


def _until_it_answers(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
