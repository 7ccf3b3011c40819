"""A county of its own for the generators: no database."""

from datetime import date
from functools import cache

from hutong.demo.child import Invented
from hutong.demo.population import population
from hutong.demo.villages import ANTU, EMPTY, NONGAN, Village

TODAY = date(2026, 11, 23)
NAMES = {ANTU: "安图县", NONGAN: "农安县", 229801_000000: "池北区"}


@cache
def villages() -> list[Village]:
    """Ten townships of ten villages in each unit, and one that must stay empty."""
    return [
        Village(
            code=county + township * 1000 + 200 + number,
            label=f"第{number}村",
            township=f"{NAMES[county]}第{township}镇",
            county=NAMES[county],
            diligence=0.94,
            weight=0 if county + township * 1000 in EMPTY else 1 + number % 3,
        )
        for county in NAMES
        for township in range(101, 111)
        for number in range(10)
    ]


@cache
def children() -> list[Invented]:
    """Everybody in those villages on a fixed day."""
    return population(villages(), TODAY)
