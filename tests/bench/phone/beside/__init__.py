"""The same records, the same Chromium: Hutong's exchange, and PouchDB with express-pouchdb."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.bench.phone.browser import Loaded, phone
from tests.bench.phone.client import visits, walker
from tests.bench.phone.site import Site

HERE = Path(__file__).parent
WEB = HERE.parents[3] / "web"
CHANGED, TURNS = 100, 5
STEPS = ("first pull", "push of 100", "pull of 100", "empty sync")


@dataclass
class Step:
    """Milliseconds of each repetition, as the page saw them; requests and bytes received of the last."""

    took: list[float] = field(default_factory=list)
    requests: int = 0
    received: int = 0


Side = dict[str, Step]


@dataclass
class Beside:
    """Both sides, and what one record is: the same JSON on both."""

    hutong: Side
    pouchdb: Side
    records: int
    record_bytes: int


def measure(site: Site, say: Callable[[str], None]) -> Beside:
    """Our own exchange first; then its records again, as documents of PouchDB."""
    say("2,000 records, Hutong")
    ours, records = _hutong(site)
    say("2,000 records, PouchDB")
    size = sum(len(json.dumps(one, ensure_ascii=False).encode()) for one in records) // len(records)
    return Beside(ours, _pouchdb(records), len(records), size)


def _hutong(site: Site) -> tuple[Side, list[dict[str, Any]]]:
    side: Side = {name: Step() for name in STEPS}
    folder = Path(tempfile.mkdtemp(prefix="hutong-bench-beside-"))
    _npm(
        WEB,
        "exec",
        "--",
        "vite",
        "build",
        str(HERE),
        "--config",
        str(HERE / "vite.config.mjs"),
        "--outDir",
        str(folder),
    )
    script = (folder / "hutong.js").read_text()
    shutil.rmtree(folder)
    other = walker(site.url, site.second.token)
    other.pull()
    records = [record["data"] for record in other.phone.records.values() if record["type"] == "child"]
    for _ in range(TURNS):
        with phone() as (_, page, line):
            loaded = Loaded(line)
            page.route("**/bench.html", lambda route: route.fulfill(content_type="text/html", body="<html></html>"))
            page.goto(f"{site.url}/bench.html")
            page.add_script_tag(content=script)
            page.evaluate("([token, person]) => start(token, person)", [site.huge.token, str(site.huge.person.pk)])
            _timed(page, loaded, side["first pull"], "exchange()")
            mine = visits(site.huge.children[:CHANGED])
            page.evaluate("list => note(list)", [{"kind": op["kind"], "payload": op["payload"]} for op in mine])
            _timed(page, loaded, side["push of 100"], "exchange()")
            for at in range(0, CHANGED, 50):
                other.push(visits(site.huge.children[500 + at : 550 + at]))
            _timed(page, loaded, side["pull of 100"], "exchange()")
            _timed(page, loaded, side["empty sync"], "exchange()")
    return side, records


def _pouchdb(records: list[dict[str, Any]]) -> Side:
    side: Side = {name: Step() for name in STEPS}
    folder = Path(tempfile.mkdtemp(prefix="hutong-bench-pouchdb-"))
    for name in ("package.json", "server.cjs"):
        shutil.copy(HERE / name, folder)
    _npm(folder, "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock")
    server = subprocess.Popen([_node(), "server.cjs"], cwd=folder, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    url = f"http://127.0.0.1:{int(server.stdout.readline())}"
    try:
        for turn in range(TURNS):
            _ask("PUT", f"{url}/db/children{turn}")
            documents = [{"_id": f"{at:05}", **one} for at, one in enumerate(records)]
            told = _ask("POST", f"{url}/db/children{turn}/_bulk_docs", {"docs": documents})
            revisions = {one["id"]: one["rev"] for one in told}
            with phone() as (_, page, line):
                loaded = Loaded(line)
                page.goto(f"{url}/page")
                page.evaluate(POUCH, f"{url}/db/children{turn}")
                _timed(page, loaded, side["first pull"], "pull()")
                page.evaluate("change(0, 100)")
                _timed(page, loaded, side["push of 100"], "push()")
                changed = [one | {"remark": "改过", "_rev": revisions[one["_id"]]} for one in documents[500:600]]
                _ask("POST", f"{url}/db/children{turn}/_bulk_docs", {"docs": changed})
                _timed(page, loaded, side["pull of 100"], "pull()")
                _timed(page, loaded, side["empty sync"], "both()")
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
    return side


def _timed(page: Page, loaded: Loaded, step: Step, call: str) -> None:
    requests, received = loaded.requests, loaded.bytes()
    step.took.append(page.evaluate(call))
    # The last answers are counted a moment after the page has them.
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    step.requests, step.received = loaded.requests - requests, loaded.bytes() - received


POUCH = """remote => {
    const local = new PouchDB('bench');
    const timed = async (work) => {
        const begun = performance.now();
        await work();
        return performance.now() - begun;
    };
    Object.assign(window, {
        pull: () => timed(() => PouchDB.replicate(remote, local, { batch_size: 500 })),
        push: () => timed(() => PouchDB.replicate(local, remote, { batch_size: 500 })),
        both: () => timed(() => PouchDB.sync(local, remote)),
        change: async (from, to) => {
            const { rows } = await local.allDocs({ include_docs: true, skip: from, limit: to - from });
            await local.bulkDocs(rows.map((row) => ({ ...row.doc, remark: '手机上改过' })));
        },
    });
}"""


def _ask(method: str, url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return json.load(answer)


def _npm(folder: Path, *words: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["npm", *words], cwd=folder, check=True, env=os.environ | {"PATH": path})


def _node() -> str:
    return str(Path(sys.executable).parent / "node")
