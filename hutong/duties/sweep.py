"""The nightly run of all rules. Rules that read the same facts are one pass, over one prefecture a transaction, so that nobody waits for long, and after a
kill the next run goes on: what is right already is not written again."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from django.db import OperationalError

from hutong.accounts import context, grants
from hutong.accounts.grants import Bounds
from hutong.duties import engine
from hutong.duties.registry import Rule, rules
from hutong.ground import query
from hutong.journal.actions import PLACES
from hutong.places.codes import Level
from hutong.places.models import Place

TRIES = 3


def run() -> dict[str, int]:
    """Bring all duties of all places up to date; gives rows written by each rule. Its own transactions, never within another."""
    with context.within(grants.system()):
        # A plan for the few rows of yesterday, over a register that was filled today, takes minutes for seconds.
        query.rows("SELECT hutong_statistics()")
        query.rows("SELECT duties_gone()")
        pieces = list(_pieces())
    done: Counter[str] = Counter({rule.key: 0 for rule in rules()})
    for group in engine.alike(rules()):
        for piece in pieces if group[0].about == "child" else [None]:
            done.update(_alone(group, piece))
    return dict(done)


def _pieces() -> Iterable[Bounds]:
    """All places, cut at each prefecture."""
    codes = Place.objects.filter(level=Level.PREFECTURE).order_by("code").values_list("code", flat=True)
    (low, high) = grants.EVERYWHERE[0]
    cuts = [low, *codes[1:], high]
    return pairwise(cuts)


def _alone(group: list[Rule], piece: Bounds | None) -> dict[str, int]:
    """Of two that wait for each other PostgreSQL ends one; a person's work is not to be the one that tries again."""
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with context.within(grants.system()):
                query.rows("SELECT pg_advisory_xact_lock_shared(%s)", [PLACES])
                return engine.sweep_some(group, piece)
        except OperationalError:
            if last:
                raise
    raise AssertionError
