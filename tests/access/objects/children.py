"""Files of children, and what stands in them."""

from __future__ import annotations

from typing import Any

from tests.access.bodies import CHILD, DAY, LEDGER
from tests.access.objects.making import NOBODY, Made, kept, makes, system


@makes("child")
def _child(place: int, made: Made) -> Any:
    from hutong.children.actions import register
    from hutong.children.tests.factories import new

    [child] = register(system(), [new(CHILD, place=place)])
    return child


@makes("category")
def _category(place: int, made: Made) -> Any:
    from hutong.children.models import Category

    return Category.objects.within(system()).get(child_id=made("child")).pk


@makes("ledger")
def _ledger(place: int, made: Made) -> Any:
    from hutong.ledgers.intake import actions

    return actions.upload(system(), place, LEDGER.name, LEDGER.read_bytes()).pk


@makes("sample")
def _sample(place: int, made: Made) -> Any:
    from hutong.children.models import Sample

    told = {"what": "file", "seed": "9f2c", "population": 1, "bound": 10, "confidence": 95, "drawn_name": "何文"}
    return kept(Sample(place=place, drawn_on=DAY, **told))


@makes("sample_item")
def _sample_item(place: int, made: Made) -> Any:
    from hutong.children.models import SampleItem

    return kept(SampleItem(sample_id=made("sample"), child_id=made("child"), place=place, position=1))


@makes("review")
def _review(place: int, made: Made) -> Any:
    from hutong.children.models import Review

    told = {"kind": "category", "category": made("category"), "text": "终止类别"}
    return kept(Review(child_id=made("child"), place=place, made_on=DAY, made_name="何文", **told))


@makes("protection")
def _protection(place: int, made: Made) -> Any:
    from hutong.children.models import Child
    from hutong.children.protecting.actions import protect_address
    from hutong.ground import clock

    child = Child.objects.within(system()).get(pk=made("child"))
    return protect_address(system(), child, clock.today(), None, against="father", basis="order").pk


@makes("move")
def _move(place: int, made: Made) -> Any:
    from hutong.transfers.models import Move

    asked = {"kind": "handover", "name": CHILD, "reason": "随父母搬走", "asked_on": DAY}
    return kept(Move(child_id=made("child"), place=place, to_place=220221_100_200, **asked))


@makes("double")
def _double(place: int, made: Made) -> Any:
    from hutong.children.actions import register
    from hutong.children.models import Child
    from hutong.children.tests.factories import new
    from hutong.doubles.decide import propose

    [other] = register(system(), [new("张晓明", place=place)])
    pair = [Child.objects.within(system()).get(pk=key) for key in (made("child"), other)]
    return propose(system(), pair[0], pair[1], "两份档案像是同一个孩子").pk


@makes("export")
def _export(place: int, made: Made) -> Any:
    from hutong.ground import clock
    from hutong.returns.models import Export

    asked = {"person": NOBODY, "person_name": "", "role": "supervisor", "what": "children", "title": "名单"}
    return kept(Export(place=place, created_at=clock.now(), **asked))


@makes("exchange")
def _exchange(place: int, made: Made) -> Any:
    from hutong.ground import clock
    from hutong.returns.exchange import template
    from hutong.returns.models import Exchange, ExchangeRow

    asked = {"person": NOBODY, "person_name": "", "role": "civil_affairs", "kind": "batch", "status": "ready"}
    batch = kept(Exchange(place=place, number="20261120-1", created_at=clock.now(), **asked))
    of = {"exchange_id": batch, "place": place, "position": 1, "kind": "child", "what": "new", "outcome": "waiting"}
    values = {"name": CHILD, "id_number": ""}
    kept(ExchangeRow(subject=made("child"), digest=b"", data=template.sealed(values, batch, 1), **of))
    return batch
