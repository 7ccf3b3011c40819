"""What the figures were measured on."""

import os
import platform
from pathlib import Path
from typing import Any

from psycopg import Connection

SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "work_mem", "max_wal_size")


def facts(owner: Connection[Any]) -> dict[str, str]:
    """Processor, memory, systems, the server's settings, and how busy the machine was with other work."""
    version = owner.execute("SHOW server_version").fetchone()
    settings = [f"{name}={(owner.execute(f'SHOW {name}').fetchone() or [''])[0]}" for name in SETTINGS]
    return {
        "Processor": f"{os.cpu_count()} × {_line('/proc/cpuinfo', 'model name')}",
        "Memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "System": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "PostgreSQL": f"{version[0] if version else ''}, embedded; " + ", ".join(settings),
        "Load average": " ".join(f"{load:.1f}" for load in os.getloadavg())
        + " (1, 5, 15 minutes; at the end of the run)",
    }


def _line(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.split(":", 1)[1].strip()
    return "?"
