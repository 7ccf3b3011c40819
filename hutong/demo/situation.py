"""Why a family's children are in the register: the cases, how common they are, and what follows from each."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from hutong.children.models.choices import (
    AbleToCare,
    AidKind,
    CareReason,
    CategoryKey,
    IncomeSource,
    Kind,
    Relation,
    Whereabouts,
)
from hutong.demo import ages, words
from hutong.demo.draws import weighted, word
from hutong.demo.family import GRANDPARENTS, Family, Values, away, carer, household, parent

K, A, W, R = CategoryKey, AbleToCare, Whereabouts, Relation
UNABLE = {A.ILL: "患重病，长期卧床", A.DISABLED: "肢体二级残疾", A.OTHER: "患精神疾病，服药中"}
KIN = {R.PATERNAL_GRANDFATHER: 34, R.PATERNAL_GRANDMOTHER: 34, R.MATERNAL_GRANDMOTHER: 14, R.UNCLE: 10, R.AUNT: 8}


@dataclass(frozen=True)
class Situation:
    """What holds for all children of a family. shares: ages; aids: what the household receives."""

    categories: tuple[CategoryKey, ...]
    care_reason: CareReason | str
    aids: tuple[AidKind, ...] = ()
    shares: str = "distressed"

    @property
    def ages(self) -> dict[int, float]:
        return ages.LEFT_BEHIND if self.shares == "left_behind" else ages.DISTRESSED


def left_behind(rng: Random, home: Family, children: int) -> Situation:
    """Both parents away, or one away and the other unable; a few poor besides."""
    poor = rng.random() < 0.045
    if rng.random() < 0.94:
        reason = CareReason.BOTH_AWAY
        home.relatives += [away(rng, home, "male"), away(rng, home, "female")]
    else:
        reason = CareReason.ONE_AWAY
        able = rng.choice(list(UNABLE))
        home.relatives += [
            away(rng, home, "male"),
            parent(rng, home, "female", whereabouts=W.HOME, able=able, unable_note=UNABLE[able]),
        ]
    home.relatives.append(carer(rng, home))
    home.household = household(rng, IncomeSource.AID if poor else IncomeSource.MIGRANT, children)
    categories = (K.LEFT_BEHIND, K.POOR) if poor else (K.LEFT_BEHIND,)
    return Situation(categories, reason, (AidKind.MINIMUM,) if poor else (), "left_behind")


def poor(rng: Random, home: Family, children: int) -> Situation:
    """A family in hardship, the parents at home."""
    home.relatives += [
        parent(rng, home, "male", whereabouts=W.HOME, able=A.YES, job="务农"),
        parent(rng, home, "female", whereabouts=W.HOME, able=rng.choice((A.YES, A.YES, A.ILL))),
    ]
    home.household = household(rng, rng.choice((IncomeSource.FARM, IncomeSource.AID)), children)
    both = (K.DISTRESSED, K.POOR) if rng.random() < 0.5 else (K.DISTRESSED,)
    return Situation(both, "", (AidKind.MINIMUM, AidKind.EDUCATION) if rng.random() < 0.4 else (AidKind.MINIMUM,))


def unsupported(rng: Random, home: Family, children: int) -> Situation:
    """事实无人抚养 (民发〔2019〕62号): one parent dead and the other lost or severely disabled, or both disabled."""
    dead_sex, other_sex = rng.choice((("male", "female"), ("male", "female"), ("female", "male")))
    if rng.random() < 0.62:
        lost = rng.random() < 0.65
        rest: Values = {"whereabouts": W.LOST, "contact": "never"} if lost else _disabled()
        home.relatives += [parent(rng, home, dead_sex, whereabouts=W.DEAD), parent(rng, home, other_sex, **rest)]
    else:
        home.relatives += [parent(rng, home, sex, **_disabled()) for sex in ("male", "female")]
    home.relatives.append(carer(rng, home, shares=KIN))
    home.household = household(rng, IncomeSource.AID, children)
    poor_too = rng.random() < 0.2
    return Situation((K.DE_FACTO, K.POOR) if poor_too else (K.DE_FACTO,), CareReason.BOTH_UNABLE, (AidKind.DE_FACTO,))


def orphan(rng: Random, home: Family, children: int) -> Situation:
    """散居孤儿: both parents dead, brought up by kin who are the guardians."""
    home.relatives += [parent(rng, home, sex, whereabouts=W.DEAD) for sex in ("male", "female")]
    guardian = carer(rng, home, Kind.GUARDIAN, KIN)
    home.relatives += [guardian, guardian | {"kind": Kind.CARER}]
    home.household = household(rng, IncomeSource.AID, children)
    return Situation((K.ORPHAN_SCATTERED,), CareReason.BOTH_UNABLE, (AidKind.ORPHAN,))


def poorly_guarded(rng: Random, home: Family, children: int) -> Situation:
    """Guardianship missing or poor: parents out of touch or not doing their part."""
    home.relatives += [
        parent(
            rng,
            home,
            "male",
            whereabouts=W.ELSEWHERE,
            contact="rarely",
            able=A.REFUSES,
            unable_note="长期不归，不付生活费",
        ),
        parent(rng, home, "female", whereabouts=W.LOST, contact="never"),
        carer(rng, home, shares=dict(GRANDPARENTS)) | {"able": A.OLD},
    ]
    home.household = household(rng, rng.choice((IncomeSource.KIN, IncomeSource.AID)), children)
    return Situation((K.GUARDIANSHIP, K.DISTRESSED) if rng.random() < 0.6 else (K.GUARDIANSHIP,), CareReason.OTHER)


def floating(rng: Random, home: Family, children: int) -> Situation:
    """Moved here with the parents from another county."""
    home.relatives += [
        parent(rng, home, sex, whereabouts=W.HOME, able=A.YES, job=word(rng, words.JOBS[sex]))
        for sex in ("male", "female")
    ]
    home.household = household(rng, IncomeSource.LOCAL, children)
    return Situation((K.FLOATING,), "", (), "left_behind")


def ill_child(rng: Random, home: Family, children: int) -> Situation:
    """A child seriously ill or disabled; the parents may be at home."""
    home.relatives += [
        away(rng, home, "male") | {"able": A.AWAY},
        parent(rng, home, "female", whereabouts=W.HOME, able=A.YES),
    ]
    home.household = household(rng, rng.choice((IncomeSource.MIGRANT, IncomeSource.FARM, IncomeSource.AID)), children)
    return Situation((K.DISTRESSED,), "", (AidKind.MEDICAL,))


Case = Callable[[Random, Family, int], Situation]
CASES: dict[Case, float] = {
    left_behind: 81.0,
    poor: 6.5,
    unsupported: 5.2,
    ill_child: 3.0,
    orphan: 1.7,
    poorly_guarded: 1.5,
    floating: 1.1,
}


def _disabled() -> Values:
    return {"whereabouts": W.HOME, "able": A.DISABLED, "unable_note": "二级残疾，无劳动能力"}


def draw(rng: Random) -> Case:
    """One case, as common as it is."""
    return weighted(rng, CASES)
