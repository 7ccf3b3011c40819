"""Children asked for, claimed and received, and what each place then sees: for the tests of moves."""

from datetime import date

from hutong.accounts import context, grants, shares
from hutong.accounts.managers import plain
from hutong.care.actions import NewVisit, record_visit
from hutong.children import actions as files
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.children.models.sealed import SealedToken
from hutong.children.tests.factories import recognised, registered
from hutong.duties.models import Duty
from hutong.journal.models import Entry
from hutong.records import registry
from hutong.transfers.moves import actions
from tests.cast import grant_of

FAR = 220122_103_200  # a village of 靠山镇, 农安县
TODAY = date(2026, 11, 20)
NUMBER = "220122201307306799"


def asked(person, child, to=FAR, **more):
    with context.within(grant_of(person)) as grant:
        return actions.ask(grant, Child.objects.within(grant).get(pk=child), to, "随父母搬走", **more)


def claimed(person, child, to, name="黄佑俊"):
    """Asked by who is above both ends, for who sees the child alone cannot know of it."""
    with context.within(grant_of(person)) as grant:
        return actions.claim(grant, Child.objects.within(grant).get(pk=child), name, to, "现住本村")


def accepted(person, move, **more):
    with context.within(grant_of(person)) as grant:
        return actions.accept(grant, move.pk, **more)


def sees(person, child) -> bool:
    with context.within(grant_of(person)) as grant:
        return Child.objects.within(grant).filter(pk=child).exists()


def places_of(child) -> set[int]:
    """Where every record that follows the child is, whatever table holds it."""
    found = set()
    for model, column in ((one.model, one.column) for one in registry.travelling("move")):
        rows = plain(model).filter(**{column: child})
        rows = rows.filter(ending="") if model is Duty else rows
        # Sealed facts and their words stand at the county of the village (children/models/sealed.py).
        found |= set(rows.values_list("place", flat=True)) if model not in (SealedFact, SealedToken) else set()
    return found


def with_everything(cast):
    """A child of 新立村 with a visit, a sealed fact, a second category and open duties."""
    child = registered("黄佑俊", born=date(2013, 7, 30), id_number=NUMBER, on=date(2026, 9, 1))
    with context.within(grants.system()) as grant:
        row = Child.objects.within(grant).get(pk=child)
        record_visit(grant, row, NewVisit(date(2026, 10, 1), "home", no_change=True, words="想妈妈"))
        files.add_category(grant, row, recognised("poor_family", date(2026, 10, 2)))
        files.seal_fact(grant, row, SealedKind.PARENT_CUSTODY, "父亲服刑", None)
    return child


def entries(**where):
    with context.within(grants.system()) as grant:
        return list(Entry.objects.within(grant).filter(**where).order_by("seq"))


def summaries(person, child):
    with context.within(grant_of(person)) as grant:
        return list(shares.live(grant).filter(child=child))
