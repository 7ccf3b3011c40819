"""One invented child: what the file will say."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hutong.accounts.models import new_id
from hutong.children.age import age
from hutong.children.models.choices import (
    AidKind,
    CareReason,
    CategoryKey,
    DisabilityGrade,
    Health,
    HukouNature,
    IdKind,
    Kind,
    Relation,
    Stage,
)
from hutong.children.newfile import NewFile
from hutong.demo import ages, names, words
from hutong.demo.draws import weighted, word
from hutong.demo.family import Family
from hutong.demo.names import Generation
from hutong.demo.numbers import Numbers
from hutong.demo.situation import Situation
from hutong.demo.villages import Village

K, H = CategoryKey, Health
Values = dict[str, Any]
# Healthy 99.4, disabled 0.5, ill 0.1 % (697万, August 2018), for all but children registered for their illness.
HEALTH = {H.WELL: 99.4, H.DISABLED: 0.5, H.SERIOUS: 0.05, H.CHRONIC: 0.05}
SEVERE = {H.DISABLED: 62, H.SERIOUS: 28, H.CHRONIC: 10}
UNREGISTERED, NUMBER_NOT_SEEN, OUT_OF_SCHOOL, INCOMPLETE = 0.02, 0.006, 0.005, 0.04
BASIS = {
    K.LEFT_BEHIND: "国发〔2016〕13号",
    K.DISTRESSED: "国发〔2016〕36号",
    K.POOR: "国发〔2016〕36号",
    K.GUARDIANSHIP: "国发〔2016〕36号",
    K.SEVERE: "国发〔2016〕36号",
    K.DE_FACTO: "民发〔2019〕62号",
    K.ORPHAN_SCATTERED: "国办发〔2010〕54号",
    K.UNREGISTERED: "国办发〔2015〕96号",
    K.OUT_OF_SCHOOL: "义务教育法第11条",
}
CALLED = {
    Relation.PATERNAL_GRANDMOTHER: "奶奶",
    Relation.PATERNAL_GRANDFATHER: "爷爷",
    Relation.MATERNAL_GRANDMOTHER: "姥姥",
    Relation.MATERNAL_GRANDFATHER: "姥爷",
    Relation.MOTHER: "妈妈",
    Relation.UNCLE: "叔叔",
    Relation.AUNT: "姑姑",
    Relation.MATERNAL_UNCLE: "舅舅",
    Relation.MATERNAL_AUNT: "姨",
}
BY_COUNTY = {K.DE_FACTO, K.ORPHAN_SCATTERED}


@dataclass
class Invented:
    """A child of the demo world. lacks: the part of A3-2 that the first file does not say yet, or ''."""

    id: uuid.UUID
    village: Village
    file: NewFile
    schooling: Values
    lacks: str = ""

    @property
    def birth(self) -> date:
        return self.file.child["birth_date"]

    @property
    def categories(self) -> set[str]:
        return {row["key"] for row in self.file.categories}

    @property
    def elder(self) -> str:
        """What the child calls whoever looks after it."""
        relations = (row["relation"] for row in self.file.relatives if row["kind"] == Kind.CARER)
        return CALLED.get(next(relations, Relation.MOTHER), "照护人")

    @property
    def school(self) -> str:
        return self.schooling.get("school", "")


@dataclass(frozen=True)
class Maker:
    """What all children of one world are made with."""

    rng: Random
    today: date
    ids: Numbers

    def child(self, home: Family, why: Situation, birth: date, sex: str, given: str) -> Invented:
        """A child of a family, with the facts that follow from the family's situation and the child's age."""
        values: Values = {
            "id": new_id(),
            "name": (home.mothers_surname if self.rng.random() < 0.03 else home.surname) + given,
            "sex": sex,
            "birth_date": birth,
            "ethnicity": home.ethnicity,
            "address": home.address,
            "care_reason": why.care_reason if why.care_reason in CareReason.values else "",
            **home.household,
        }
        keys = list(why.categories)
        values |= self._health(why, keys)
        values |= self._number(home, birth, sex, keys)
        schooling = self._schooling(home, birth, values, keys)
        aids: list[str] = [
            *why.aids,
            *([AidKind.DISABILITY_NURSING] if K.SEVERE in keys and values["health"] == H.DISABLED else []),
        ]
        categories = [self._category(home, key, birth) for key in keys]
        file = NewFile(home.village.code, values, [dict(row) for row in home.relatives], categories, schooling, aids)
        return self._maybe_incomplete(Invented(values["id"], home.village, file, schooling))

    def _health(self, why: Situation, keys: list[CategoryKey]) -> Values:
        severe = why.categories == (K.DISTRESSED,) and AidKind.MEDICAL in why.aids
        health = weighted(self.rng, SEVERE if severe else HEALTH)
        if severe and health != H.CHRONIC:
            keys.append(K.SEVERE)
        if health == H.DISABLED:
            grades = (
                (DisabilityGrade.ONE, DisabilityGrade.TWO) if severe else (DisabilityGrade.THREE, DisabilityGrade.FOUR)
            )
            kind, grade = word(self.rng, words.DISABILITIES), self.rng.choice(grades)
            return {"health": health, "disability_kind": kind, "disability_grade": grade}
        illness = {H.SERIOUS: words.ILLNESSES, H.CHRONIC: words.CHRONIC}.get(health)
        return {"health": health, "illness": word(self.rng, illness) if illness else ""}

    def _number(self, home: Family, birth: date, sex: str, keys: list[CategoryKey]) -> Values:
        here = {"hukou_nature": self._hukou(home), "hukou_place": home.address}
        if K.FLOATING in keys:
            near = "吉林省汪清县" if home.village.county == "安图县" else "吉林省安图县"
            here["hukou_place"] = self.rng.choice(("黑龙江省五常市", "辽宁省昌图县", near, "吉林省前郭县"))
        if age(birth, self.today) < 5 and self.rng.random() < UNREGISTERED:
            keys.append(K.UNREGISTERED)
            return {"id_kind": IdKind.NONE, "id_number": None, "hukou_nature": HukouNature.NONE}
        if self.rng.random() < NUMBER_NOT_SEEN:
            return here | {"id_kind": IdKind.NOT_SEEN, "id_number": None}
        return here | {"id_number": self.ids.give(home.id_county, birth, sex)}

    def _hukou(self, home: Family) -> HukouNature:
        rural = 0.35 if home.village.label.endswith("社区") else 0.86
        return HukouNature.RURAL if self.rng.random() < rural else HukouNature.RESIDENT

    def _schooling(self, home: Family, birth: date, values: Values, keys: list[CategoryKey]) -> Values:
        village = home.village
        found = ages.schooling(self.rng, birth, self.today, village.township, village.county)
        years = age(birth, self.today)
        if K.SEVERE in keys and 7 <= years < 16 and self.rng.random() < 0.4:
            stage = self.rng.choice((Stage.SPECIAL, Stage.HOME_TEACHING))
            school = f"{village.county}特殊教育学校" if stage == Stage.SPECIAL else found["school"]
            return found | {"stage": stage, "school": school, "grade": ""}
        if 8 <= years < 16 and self.rng.random() < OUT_OF_SCHOOL:
            keys.append(K.OUT_OF_SCHOOL)
            return {"stage": Stage.DROPPED_OUT, "school": found["school"], "grade": found["grade"]}
        return found

    def _category(self, home: Family, key: CategoryKey, birth: date) -> Values:
        late = key in (K.OUT_OF_SCHOOL, K.UNREGISTERED)
        since = max(birth, self.today - timedelta(350) if late else home.parted)
        by = f"{home.village.county}民政局" if key in BY_COUNTY else home.village.township
        return {"key": key, "since": since, "basis": BASIS.get(key, "国发〔2016〕13号"), "decided_by": by}

    def _maybe_incomplete(self, child: Invented) -> Invented:
        if self.rng.random() >= INCOMPLETE:
            return child
        if self.rng.random() < 0.5 and not child.file.aids:
            child.lacks = "household"
            child.file.child = {name: value for name, value in child.file.child.items() if name != "income_source"}
        else:
            child.lacks, child.file.schooling = "schooling", None
        return child


def another_given(rng: Random, sex: str, ethnicity: str, taken: set[str]) -> str:
    """A given name that no brother or sister has."""
    while (name := names.given(rng, Generation.CHILD, sex, ethnicity)) in taken:
        pass
    return name
