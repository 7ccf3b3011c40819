"""What a file says against a category (国发〔2016〕13号 一; 民发〔2019〕62号 二; 国办发〔2010〕54号): told before it is recognised."""

from collections.abc import Iterator

from hutong.children.models import Child, Relative, Schooling
from hutong.children.models.choices import AbleToCare, CategoryKey, Kind, Stage, Whereabouts
from hutong.children.read import File

GONE = {Whereabouts.DEAD, Whereabouts.MISSING}
AWAY = {Whereabouts.COUNTY, Whereabouts.PROVINCE, Whereabouts.COUNTRY, Whereabouts.ABROAD}
UNKNOWN = {"", Whereabouts.UNKNOWN}
ORPHANS = {CategoryKey.ORPHAN, CategoryKey.ORPHAN_SCATTERED}
STUDYING = {
    Stage.KINDERGARTEN,
    Stage.PRIMARY,
    Stage.JUNIOR,
    Stage.SENIOR,
    Stage.VOCATIONAL,
    Stage.SPECIAL,
    Stage.HOME_TEACHING,
}
PARENTS = (Kind.FATHER, Kind.MOTHER)


def against(key: str, file: File) -> list[str]:
    """Sentences, each naming what stands on the file today; nothing where the file says nothing about it."""
    parents = [one for one in file.relatives if one.kind in PARENTS]
    return [*_parents(key, parents), *_schooling(key, file.schooling), *_papers(key, file.child)]


def _parents(key: str, parents: list[Relative]) -> Iterator[str]:
    for one in parents:
        where = f"档案上{Kind(one.kind).label}{Whereabouts(one.whereabouts).label}" if one.whereabouts else ""
        cares = one.whereabouts == Whereabouts.HOME and one.able in ("", AbleToCare.YES)
        if key in ORPHANS and one.whereabouts not in GONE | UNKNOWN:
            yield f"{where}，不是死亡或失踪"
        elif key == CategoryKey.LEFT_BEHIND and cares:
            yield f"{where}，没有写无监护能力"
        elif key == CategoryKey.DE_FACTO and (cares or (one.whereabouts in AWAY and one.able == AbleToCare.YES)):
            yield f"{where}，能够照护"


def _schooling(key: str, school: Schooling | None) -> Iterator[str]:
    if key == CategoryKey.OUT_OF_SCHOOL and school and school.stage in STUDYING:
        yield f"档案上就学阶段是“{Stage(school.stage).label}”"


def _papers(key: str, child: Child) -> Iterator[str]:
    if key == CategoryKey.UNREGISTERED and child.id_number:
        yield "档案上有证件号码"
