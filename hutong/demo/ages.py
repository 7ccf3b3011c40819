"""Ages, and what a child of that age does at school."""

from datetime import date, timedelta
from random import Random
from typing import Any

from hutong.children.age import age, birthday
from hutong.children.models.choices import Stage
from hutong.demo.draws import weighted
from hutong.ground.days import days

# Per cent of each year of age: 0–5 21.7, 6–13 67.4, 14–15 10.9 (697万, August 2018); infants are seldom left behind.
LEFT_BEHIND = {
    0: 0.7,
    1: 1.6,
    2: 2.8,
    3: 4.8,
    4: 5.7,
    5: 6.1,
    **dict.fromkeys(range(6, 14), 67.4 / 8),
    14: 5.9,
    15: 5.0,
}
# Children in difficulty stay so until eighteen, and are older.
DISTRESSED = {**dict.fromkeys(range(6), 2.6), **dict.fromkeys(range(6, 14), 6.6), **dict.fromkeys(range(14, 18), 7.9)}
# Over the age limit since a birthday within the year.
OUTGROWN = 0.012
YOUNGEST = 75
GRADES = {Stage.PRIMARY: "一二三四五六", Stage.JUNIOR: "七八九", Stage.SENIOR: ("高一", "高二", "高三")}
BOARDING = {Stage.PRIMARY: 0.06, Stage.JUNIOR: 0.38, Stage.SENIOR: 0.85, Stage.VOCATIONAL: 0.9}


def birth_date(rng: Random, today: date, shares: dict[int, float]) -> date:
    """The birth date of a child whose age today follows the shares."""
    limit = max(shares) + 1
    years = limit if rng.random() < OUTGROWN else weighted(rng, shares)
    last, first = birthday(today, -years), birthday(today, -years - 1) + timedelta(1)
    day = first + timedelta(rng.randrange((last - first).days + 1))
    return min(day, today - timedelta(YOUNGEST))


def school_year(today: date) -> int:
    """The year in which the present school year began, on 1 September."""
    return today.year if today.month >= 9 else today.year - 1


def schooling(rng: Random, birth: date, today: date, township: str, county: str) -> dict[str, Any]:
    """The present stage, school and grade, from the September in which the stage began."""
    begun = school_year(today)
    years = age(birth, date(begun, 8, 31))
    stage, entered = _stage(rng, max(years, 0))
    if stage == Stage.NONE:
        return {"stage": stage}
    grade = min(years - entered, 2 if stage != Stage.PRIMARY else 5)
    return {
        "stage": stage,
        "school": _school(stage, township, county),
        "grade": _grade(stage, grade),
        "boarding": rng.random() < BOARDING[stage] if stage in BOARDING else None,
        "period": days(date(begun - grade, 9, 1), None),
    }


def _stage(rng: Random, years: int) -> tuple[Stage, int]:
    if years < 3 or (years == 3 and rng.random() < 0.25):
        return Stage.NONE, 0
    if years < 6:
        return Stage.KINDERGARTEN, 3
    if years < 12:
        return Stage.PRIMARY, 6
    if years < 15:
        return Stage.JUNIOR, 12
    return (Stage.SENIOR if rng.random() < 0.6 else Stage.VOCATIONAL), 15


def _grade(stage: Stage, grade: int) -> str:
    if stage == Stage.KINDERGARTEN:
        return ("小班", "中班", "大班")[grade]
    if stage == Stage.VOCATIONAL:
        return f"{'一二三'[grade]}年级"
    return GRADES[stage][grade] if stage == Stage.SENIOR else f"{GRADES[stage][grade]}年级"


def _school(stage: Stage, township: str, county: str) -> str:
    return {
        Stage.KINDERGARTEN: f"{township}中心幼儿园",
        Stage.PRIMARY: f"{township}中心小学",
        Stage.JUNIOR: f"{township}中学",
        Stage.SENIOR: f"{county}高级中学",
        Stage.VOCATIONAL: f"{county}职业教育中心",
    }[stage]
