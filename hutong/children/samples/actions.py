"""A2-3: files are drawn by lot and looked at again; what is found in them says something of all, with its bound."""

import secrets
import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children.models import Child, Sample, SampleItem
from hutong.ground import clock, figures, query, sampling
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.journal.actions import action
from hutong.places.codes import Level, level_of

POLICY = "samples.csv"


@action("children.draw_sample", Permission.REVIEW)
def draw(grant: Grant, place: int, what: Sample.What = Sample.What.FILE) -> Sample:
    """Draw from the register of a county or township; grant narrowed to it. Raises Refused: too large, nobody there, one is open."""
    if level_of(place) not in (Level.COUNTY, Level.TOWNSHIP):
        raise Refused("抽查由县（市、区）或乡镇（街道）进行，请在上方换到那里。", "not_here")
    # Of many drawn at once somebody would look at the one that suits.
    query.one_by_one(f"sample {place} {what}")
    waits = SampleItem.objects.within(grant).filter(sample__place=place, sample__what=what, right=None)
    if waits.filter(child__in=Child.objects.within(grant)).exists():
        raise Refused("上一次抽查还没有看完，请先看完。", "open")
    everybody = list(Child.objects.within(grant).filter(exited_on=None).values_list("id", "place"))
    if not everybody:
        raise Refused("这里没有在册儿童。", "nobody")
    rules = figures.of(POLICY, clock.today())
    bound, confidence = rules[f"{what}_bound"], rules[f"{what}_confidence"]
    sample = Sample(place=place, what=what, seed=secrets.token_hex(8), population=len(everybody), bound=bound,
                    confidence=confidence, drawn_on=clock.today(), drawn_name=grant.name)  # fmt: skip
    sample.save(force_insert=True)
    places = dict(everybody)
    found = sampling.drawn(places, sampling.size_for(bound / 100, confidence / 100), sample.seed)
    plain(SampleItem).bulk_create(
        SampleItem(sample=sample, child_id=child, place=places[child], position=position)
        for position, child in enumerate(found, 1)
    )
    return sample


@action("children.sample_result", Permission.REVIEW)
def look(grant: Grant, item: uuid.UUID, right: bool, note: str) -> None:
    """Say what was found in one that was drawn; said anew while the sample is open. Raises Problem 404, Refused."""
    refuse_sealed(note=note)
    row = SampleItem.objects.within(grant).select_for_update().filter(pk=item).first()
    if row is None:
        raise missing("抽查记录")
    if not right and not note.strip():
        raise Refused([("note", "请写明哪里有出入。")])
    row.right, row.note, row.looked_on, row.looked_name = right, note.strip(), clock.today(), grant.name
    row.save(update_fields=["right", "note", "looked_on", "looked_name"])
