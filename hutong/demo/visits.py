"""What a visit of the demo world found, said and promised."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from hutong.accounts.models import new_id
from hutong.care.models import CHECKLIST, Finding, Mode, WordsBy
from hutong.children.age import age
from hutong.children.models.choices import CategoryKey, Risk
from hutong.demo import words
from hutong.demo.draws import line, weighted
from hutong.demo.errands import Errand
from hutong.ground import clock

K = CategoryKey
MODES = {Mode.HOME: 60, Mode.SCHOOL: 18, Mode.PHONE: 20, Mode.ELSEWHERE: 2}
SEEN = {
    Mode.HOME: (["child", "carer"], ["child", "carer"], ["carer"], ["child", "carer", "neighbour"]),
    Mode.SCHOOL: (["child", "teacher"], ["child"]),
    Mode.PHONE: (["carer"], ["child", "carer"], ["parent"]),
    Mode.ELSEWHERE: (["child"],),
}
RISKS = {
    "usual": {Risk.LOW: 86, Risk.MEDIUM: 12.8, Risk.HIGH: 1.2},
    "harder": {Risk.LOW: 40, Risk.MEDIUM: 54, Risk.HIGH: 6},
    "worst": {Risk.LOW: 0, Risk.MEDIUM: 55, Risk.HIGH: 45},
}
HARDER, WORST = {K.DE_FACTO, K.ORPHAN_SCATTERED, K.SEVERE}, {K.GUARDIANSHIP, K.OUT_OF_SCHOOL}
NO_CHANGE, REASSESSED, PROMISED = 0.42, 0.12, 0.75
FINDINGS = (Finding.NORMAL.value, Finding.CHANGED.value, Finding.PROBLEM.value)
TEXTS = {Finding.CHANGED.value: words.CHANGES, Finding.PROBLEM.value: words.PROBLEMS}
SPEAKS_FROM, DRAWS_UNTIL = 4, 7
Row = dict[str, Any]


@dataclass
class Telling:
    """One visit being told: rng, the errand, the child's risk so far ('' before the first visit)."""

    rng: Random
    errand: Errand
    risk: str

    def row(self) -> Row:
        """A finished row of care.Visit."""
        mode = self._mode()
        findings, notes = self._findings()
        risk = self._risk(findings)
        return {
            "id": new_id(),
            "child_id": self.errand.child.id,
            "place": self.errand.child.village.code,
            "happened_place": self.errand.child.village.code,
            "on": self.errand.on,
            "mode": mode,
            "place_text": self.errand.child.school if mode == Mode.SCHOOL else "",
            "no_change": not notes and self.risk != "" and self.rng.random() < NO_CHANGE,
            "findings": findings,
            "notes": notes,
            "risk": risk,
            "risk_reasons": line(self.rng, words.REASONS[risk]) if risk in words.REASONS else "",
            "visitor": self.errand.by.id,
            "visitor_name": self.errand.by.name,
            "recorded_at": clock.now(),
            **self._spoken(mode),
            **self._promise(findings),
        }

    def _mode(self) -> Mode:
        mode = weighted(self.rng, MODES)
        holidays = self.errand.on.month in (1, 2, 7, 8)
        return Mode.HOME if mode == Mode.SCHOOL and (holidays or not self.errand.child.school) else mode

    def _findings(self) -> tuple[dict[str, str], dict[str, str]]:
        problem = 0.07 if self.errand.child.categories & (HARDER | WORST) else 0.022
        shares = (1 - problem - 0.05, 0.05, problem)
        findings = dict(zip(CHECKLIST, self.rng.choices(FINDINGS, shares, k=len(CHECKLIST)), strict=True))
        told = {key: TEXTS[found] for key, found in findings.items() if found in TEXTS}
        return findings, {key: self._said(texts[key]) for key, texts in told.items()}

    def _risk(self, findings: dict[str, str]) -> str:
        problems = list(findings.values()).count(Finding.PROBLEM)
        if problems > 1 and self.risk in ("", Risk.LOW):
            return Risk.MEDIUM.value
        if self.risk and self.rng.random() > REASSESSED:
            return self.risk
        categories = self.errand.child.categories
        kind = "worst" if categories & WORST else "harder" if categories & HARDER else "usual"
        return weighted(self.rng, RISKS[kind]).value

    def _spoken(self, mode: Mode) -> Row:
        seen = self.rng.choice(SEEN[mode])
        years = age(self.errand.child.birth, self.errand.on)
        alone = self.rng.random() < 0.6 if "child" in seen and years >= SPEAKS_FROM else None
        if not alone or self.rng.random() < 0.45:
            return {"seen": seen, "spoke_alone": alone, "words": "", "words_by": ""}
        pool = words.SAYINGS["small" if years < 7 else "school" if years < 12 else "older"]
        by = WordsBy.DRAWING if years < DRAWS_UNTIL and self.rng.random() < 0.3 else WordsBy.SPEECH
        return {"seen": seen, "spoke_alone": True, "words": self._said(pool), "words_by": by}

    def _said(self, texts: str) -> str:
        return line(self.rng, texts).replace("奶奶", self.errand.child.elder)

    def _promise(self, findings: dict[str, str]) -> Row:
        problems = [key for key, value in findings.items() if value == Finding.PROBLEM]
        if not problems or self.rng.random() > PROMISED:
            return {"next_steps": "", "next_on": None}
        later = self.errand.on + timedelta(self.rng.randrange(14, 50))
        return {"next_steps": line(self.rng, words.STEPS[problems[0]]), "next_on": later}


def row(rng: Random, errand: Errand, risk: str) -> Row:
    """What is kept of one errand; risk: the child's level before it."""
    return Telling(rng, errand, risk).row()
