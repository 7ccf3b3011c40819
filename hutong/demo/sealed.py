"""A few sealed facts, which only named posts of the county and above may see, even that they exist."""

from datetime import date, timedelta
from random import Random

from hutong.accounts import context, grants
from hutong.children.actions.sealing import seal_fact
from hutong.children.models import Child
from hutong.children.models.choices import SealedKind
from hutong.demo.child import Invented
from hutong.demo.draws import weighted
from hutong.demo.villages import SEED

COUNT = 9
KINDS = {SealedKind.PARENT_CUSTODY: 5, SealedKind.PARENT_DRUGS: 3, SealedKind.HIV: 1}
DETAILS = {
    SealedKind.PARENT_CUSTODY: "父亲服刑，法院文书已核（演示）",
    SealedKind.PARENT_DRUGS: "父亲强制隔离戒毒，公安机关已函告（演示）",
    SealedKind.HIV: "定点医院确诊，专人管理（演示）",
}


def seal(children: list[Invented], today: date) -> None:
    """Keep a sealed fact about a few of the children in difficulty."""
    rng = Random(f"{SEED}-sealed")
    concerned = [child for child in children if child.categories & {"de_facto_unsupported", "poor_guardianship"}]
    with context.within(grants.system()) as grant:
        for child in rng.sample(concerned, min(COUNT, len(concerned))):
            kind = weighted(rng, KINDS)
            found = Child.objects.within(grant).get(pk=child.id)
            seal_fact(grant, found, kind, DETAILS[kind], today - timedelta(rng.randrange(30, 300)))
