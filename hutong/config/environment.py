"""Makes the environment that ./run needs: packages in .venv, and the built front end; with --dev also what ./test needs.

Standard library only: any Python of 3.11 or later runs it before a package is there. Run it with `python3 -I`, since
its folder holds a secrets.py that is not the standard library's.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WEB = ROOT / "web"
APPS = ("desk", "field")
LOCK = ROOT / "requirements.lock"
# The same packages and those of tests, which a server does not have.
DEV_LOCK = ROOT / "requirements-dev.lock"
COMMAND = '#!/bin/sh\nexec "{python}" -m hutong "$@"\n'


class Failed(Exception):
    """A step did not succeed; the sentence says which, the output why."""


def main() -> None:
    """Bring packages and front end up to date; exits with 1 and a Chinese sentence when that fails."""
    with LOCK.open() as lock:
        # Two ./run may start at once from one clone.
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install(dev="--dev" in sys.argv[1:])
            build_web()
        except Failed as failed:
            sys.exit(str(failed))


def install(*, dev: bool) -> None:
    """Install the locked packages into .venv when the lock changed, and the command `hutong`."""
    python = VENV / "bin" / "python"
    if not python.exists():
        say("正在建立 Python 环境……")
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    command = VENV / "bin" / "hutong"
    # Each in its turn, so that ./run after ./test finds all there and takes nothing away.
    for lock in (LOCK, DEV_LOCK) if dev else (LOCK,):
        stamp = VENV / f"{lock.stem}.stamp"
        if _differs(stamp, _hash([lock])) or not command.exists():
            say("正在安装程序包，第一次需要几分钟……")
            _step("安装程序包", [python, "-m", "pip", "install", "-q", "--no-input", "--require-hashes", "-r", lock])
            stamp.write_text(_hash([lock]))
    _link(python, command)


def _link(python: Path, command: Path) -> None:
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip())
    (site / "hutong.pth").write_text(f"{ROOT}\n")
    command.write_text(COMMAND.format(python=python))
    command.chmod(0o755)


def build_web() -> None:
    """Build the office and the phone app when their sources changed since the last build."""
    modules = WEB / "node_modules"
    if _differs(modules / "lock.stamp", lock := _hash([WEB / "package-lock.json"])):
        say("正在安装前端程序包……")
        npm("安装前端程序包", "ci", "--no-audit", "--no-fund")
        (modules / "lock.stamp").write_text(lock)
    built = all((WEB / "apps" / app / "dist").exists() for app in APPS)
    if _differs(modules / "build.stamp", sources := _hash(_sources())) or not built:
        say("正在构建前端……")
        npm("构建前端", "run", "build")
        for app in APPS:
            _step("压缩前端", [VENV / "bin" / "python", "-m", "whitenoise.compress", "-q", WEB / "apps" / app / "dist"])
        (modules / "build.stamp").write_text(sources)


def npm(step: str, *arguments: str) -> None:
    """Run npm of the Node wheel inside web/. Raises Failed with its output."""
    _step(step, [VENV / "bin" / "npm", *arguments], cwd=WEB)


def _sources() -> Iterable[Path]:
    skipped = {"node_modules", "dist"}
    for folder, inner, files in os.walk(WEB):
        inner[:] = sorted(set(inner) - skipped)
        yield from (Path(folder) / name for name in sorted(files))


def _differs(kept: Path, now: str) -> bool:
    return not kept.exists() or kept.read_text() != now


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _step(step: str, command: list[str | Path], cwd: Path = ROOT) -> None:
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Failed(f"{done.stdout[-4000:]}\n{step}失败。请检查网络与磁盘空间后重试。")


def say(line: str) -> None:
    """One line of progress, at once."""
    print(line, flush=True)


if __name__ == "__main__":
    main()
