"""Sealed facts: written and read by posts named for them only; nothing of it shows below the county."""

from collections.abc import Sequence
from datetime import date

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.children import bulk
from hutong.children.models import Child, SealedFact, SealedToken
from hutong.children.models.choices import SealedKind
from hutong.children.sealed import finding
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level


@action("children.seal_fact", Permission.SEALED)
def seal_fact(grant: Grant, child: Child, kind: SealedKind, detail: str, since: date | None) -> SealedFact:
    """Keep a sealed fact. The child's rev, duties and village history stay as they are, so that no trace shows."""
    key = new_id()
    told = {"kind": kind.value, "detail": detail, "since": since and since.isoformat()}
    fact = plain(SealedFact).create(id=key, child=child.pk, place=child.place, **bulk.sealed(SealedFact, key, told))
    finding.index([fact])
    return fact


def follow(shifts: Sequence[tuple[int, int, int]]) -> None:
    """After a change of places (workforce/changes/recode.py): facts go to the county where their children are now."""
    counties = {at_level(low, Level.COUNTY) for low, _, to in shifts} - {
        at_level(to, Level.COUNTY) for *_, to in shifts
    }
    facts = list(plain(SealedFact).filter(place__in=counties)) if counties else []
    places = dict(plain(Child).filter(pk__in={fact.child for fact in facts}).values_list("pk", "place"))
    for fact in facts:
        if at_level(places[fact.child], Level.COUNTY) != fact.place:
            plain(SealedFact).filter(pk=fact.pk).update(place=places[fact.child])
            plain(SealedToken).filter(fact=fact.pk).update(place=places[fact.child])
