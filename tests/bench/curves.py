"""docs/growth.svg: one small chart for each piece of work, all with the same axes, so that slopes can be compared."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from math import log10

WIDTH, HEIGHT = 232, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 30, 26
ACROSS = 4
SIZES = (4, 6)  # 10,000 to 1,000,000, as powers of ten
RANGE = {"ms": (0, 4), "s": (0, 4)}
COLOURS = {"province": "#1f5f8b", "county": "#c0772f", "": "#444"}
CHARTS = (
    "Home page", "List by name", "List by nearest duty", "List of left-behind girls of 6 to 12",
    "Search by name", "Open a child", "One fact: database time", "Nightly sweep, nothing new",
)  # fmt: skip
SHORT = {
    "Nightly sweep, nothing new": "Sweep, nothing new",
    "List of left-behind girls of 6 to 12": "Left-behind girls, 6 to 12",
}
Point = tuple[int, float]


def drawn(rows: Sequence[dict[str, str]]) -> str:
    """The picture of all figures that are kept."""
    lines: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    units = {}
    for row in rows:
        what, _, who = (
            row["what"].partition(", p") if row["what"].endswith(", province") else row["what"].partition(", c")
        )
        title = what if who in ("rovince", "ounty") else row["what"]
        name = {"rovince": "province", "ounty": "county"}.get(who, "")
        lines[title][name].append((int(row["children"]), float(row["value"])))
        units[title] = row["unit"]
    found = [_chart(nth, title, units[title], lines[title]) for nth, title in enumerate(CHARTS) if title in lines]
    whole = (ACROSS * WIDTH, 2 * HEIGHT + 48)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" width="{whole[0]}" height="{whole[1]}"'
            ' font-family="Helvetica, Arial, sans-serif" font-size="11">',
            f'<rect width="{whole[0]}" height="{whole[1]}" fill="#fff"/>',
            *found,
            *_legend(whole[1] - 12),
            "</svg>\n",
        ]
    )


def _chart(nth: int, title: str, unit: str, lines: dict[str, list[Point]]) -> str:
    x, y = nth % ACROSS * WIDTH, nth // ACROSS * HEIGHT
    low, high = RANGE[unit]
    parts = [
        f'<g transform="translate({x},{y})">',
        f'<text x="{LEFT}" y="18" font-weight="bold">{escape(SHORT.get(title, title))}, {unit}</text>',
    ]
    for power in range(low, high + 1):
        at = _y(10**power, unit)
        parts += [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>',
            f'<text x="{LEFT - 5}" y="{at + 4:.1f}" text-anchor="end" fill="#666">{10**power:,}</text>',
        ]
    for power, text in zip(range(SIZES[0], SIZES[1] + 1), ("10 k", "100 k", "1 M"), strict=True):
        parts.append(f'<text x="{_x(10**power):.1f}" y="{HEIGHT - 8}" text-anchor="middle" fill="#666">{text}</text>')
    ends = sorted(((points[-1][1], name) for name, points in lines.items() if points), reverse=True)
    for place, (_, name) in enumerate(ends):
        parts += _line(name, sorted(lines[name]), unit, below=place == 1)
    return "\n".join([*parts, "</g>"])


def _line(name: str, points: list[Point], unit: str, below: bool) -> list[str]:
    colour = COLOURS[name]
    path = " ".join(f"{_x(size):.1f},{_y(value, unit):.1f}" for size, value in points)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for size, value in points:
        at = _y(value, unit) + (15 if below else -7)
        parts += [
            f'<circle cx="{_x(size):.1f}" cy="{_y(value, unit):.1f}" r="3" fill="{colour}"/>',
            f'<text x="{_x(size):.1f}" y="{at:.1f}" text-anchor="middle" fill="{colour}">{_number(value)}</text>',
        ]
    return parts


def _legend(y: int) -> list[str]:
    parts, x = [], LEFT
    for name, text in (
        ("province", "as the province"),
        ("county", "as the county in the middle by its number of children"),
    ):
        parts.append(f'<circle cx="{x}" cy="{y - 18}" r="4" fill="{COLOURS[name]}"/>')
        parts.append(f'<text x="{x + 9}" y="{y - 14}" fill="#444">{text}</text>')
        x += 120
    told = (
        "Medians of whole requests in one process; both axes logarithmic; below each chart: children in the register."
    )
    return [*parts, f'<text x="{LEFT - 4}" y="{y + 3}" fill="#444">{told}</text>']


def _x(size: float) -> float:
    low, high = SIZES
    inner = WIDTH - LEFT - RIGHT - 28
    return LEFT + 14 + (log10(size) - low) / (high - low) * inner


def _y(value: float, unit: str) -> float:
    low, high = RANGE[unit]
    share = (min(max(log10(max(value, 1e-9)), low), high) - low) / (high - low)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _number(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"
