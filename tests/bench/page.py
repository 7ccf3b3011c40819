"""Writes a run's figures into docs/bench.md, between two marks; what people wrote around them stays."""

from pathlib import Path

from tests.bench.clients import CLIENTS
from tests.bench.figures import Figures, milliseconds
from tests.bench.stopwatch import quantile

MARKS = ("<!-- figures: written by tests.bench -->", "<!-- end of figures -->")
RATE, TIMES_COPY, PEAK, TIMES_SQL = 5_000, 3.0, 1024, 4.0
WITHIN = {"county": 20, "province": 50}


def put(path: Path, figures: str, marks: tuple[str, str] = MARKS) -> None:
    """Replace what stands between the marks; a page without marks gets them at its end."""
    begin, end = marks
    text = path.read_text() if path.exists() else "# Figures\n"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before.rstrip()}\n\n{begin}\n\n{figures}\n\n{end}\n{after.lstrip() and chr(10)}{after.lstrip()}")


def render(figures: Figures) -> str:
    """The figures as Markdown."""
    parts = [_heading(figures), _import(figures), _steps(figures), _tables(figures)]
    parts += [_answers(figures, unit) for unit in figures.answered]
    parts += [_crowds(figures)] if figures.crowds else []
    return "\n\n".join(parts)


def _heading(figures: Figures) -> str:
    lines = [f"- {name}: {fact}" for name, fact in figures.machine.items()]
    return (
        f"Run of {figures.at:%Y-%m-%d %H:%M} UTC: {figures.taken.rows:,} rows into a register of {figures.before:,} children.\n\n"
        + "\n".join(lines)
    )


def _import(figures: Figures) -> str:
    taken = figures.taken
    whole, peak = taken.seconds["whole"], max(taken.parent_kb, taken.reader_kb) / 1024
    outcomes = ", ".join(f"{count:,} {name}" for name, count in taken.totals.items() if count)
    return "\n".join(
        [
            f"## Import of an `.xlsx` of {taken.rows:,} rows × 20 columns",
            "",
            f"Outcome of the rows: {outcomes}.",
            "",
            "| | Goal (issue 4) | Figure | |",
            "|---|---|---|---|",
            f"| End to end | ≥ {RATE:,} rows/s | {taken.rows / whole:,.0f} rows/s ({whole:.1f} s) | {met(taken.rows / whole >= RATE)} |",
            _beside("into empty tables", figures.copy_seconds, whole),
            _beside("into tables as full as the register's", figures.copy_full_seconds, whole),
            f"| Of it processor time | | {_spent(taken.processor)} | |",
            f"| Peak memory, larger process | ≤ {PEAK:,} MB | {peak:,.0f} MB (import {taken.parent_kb / 1024:,.0f}, reader {taken.reader_kb / 1024:,.0f}) | {met(peak <= PEAK)} |",
        ]
    )


def _beside(where: str, seconds: float, whole: float) -> str:
    ratio = whole / seconds
    return f"| Beside COPY of the same finished rows {where} ({seconds:.1f} s) | ≤ {TIMES_COPY:.0f} × | {ratio:.1f} × | {met(ratio <= TIMES_COPY)} |"


def _spent(processor: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in processor.items())


def _steps(figures: Figures) -> str:
    whole = figures.taken.seconds["whole"]
    rows = [f"| {name} | {took:.1f} | {100 * took / whole:.0f} % |" for name, took in figures.taken.steps.items()]
    return "\n".join(["| Step | s | of the whole |", "|---|---:|---:|", *rows])


def _tables(figures: Figures) -> str:
    rows = [f"| {one.table} | {one.rows:,} | {one.seconds:.2f} | {one.into_full:.2f} |" for one in figures.copied]
    head = "| Table that the import filled | rows | COPY into an empty one, s | into one as full, s |"
    return "\n".join([head, "|---|---:|---:|---:|", *rows])


def _answers(figures: Figures, unit: str) -> str:
    level = next(name for name in WITHIN if unit.startswith(name))
    goal = f"Goals: database time ≤ {TIMES_SQL:.0f} × the bare SQL; p95 over HTTP ≤ {WITHIN[level]} ms."
    lines = [f"## Asking, as the {unit}", "", goal + " Milliseconds; what misses its goal is bold.", ""]
    lines += ["| Question | HTTP p50 | HTTP p95 | of it database p50 | p95 | bare SQL p50 | p95 | database / bare |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|---:|"]
    for answer in figures.answered[unit]:
        t = milliseconds(answer)
        cells = [f"{t[key]:.1f}" for key in ("http_50", "http_95", "database_50", "database_95", "bare_50", "bare_95")]
        cells[1] = _bold(cells[1], t["http_95"] > WITHIN[level])
        ratio = _bold(f"{t['ratio']:.1f} ×", t["ratio"] > TIMES_SQL)
        lines.append(f"| {answer.title} | {' | '.join(cells)} | {ratio} |")
    return "\n".join(lines)


def _crowds(figures: Figures) -> str:
    lines = [
        f"## {CLIENTS} clients at once beside one, over HTTP",
        "",
        "A list by name, a search by whole name and an opened file in turn, on the same machine, as `hutong serve` serves.",
        f"Goal: {CLIENTS} clients ≤ 4 × one.",
        "",
        f"| | one, p50 ms | p95 | {CLIENTS}, p50 ms | p95 | {CLIENTS} / one, p50 | requests/s of {CLIENTS} |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for unit, crowd in figures.crowds.items():
        one, one95, many, many95 = (1000 * quantile(of, q) for of in (crowd.alone, crowd.together) for q in (0.5, 0.95))
        ratio = _bold(f"{many / one:.1f} ×", many > 4 * one)
        lines.append(f"| {unit} | {one:.1f} | {one95:.1f} | {many:.1f} | {many95:.1f} | {ratio} | {crowd.rate:.0f} |")
    return "\n".join(lines)


def _bold(text: str, missed: bool) -> str:
    return f"**{text}**" if missed else text


def met(reached: bool) -> str:
    return "met" if reached else "**missed**"
