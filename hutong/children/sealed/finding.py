"""Search in sealed matters: for whoever may read them, by keyed words in a table of its own; nothing of it in the common search.

A word is two characters under the key and the matter's own id. Without the keys equal words of two matters look unlike, and how many
there are says no more than that the text is of one of few lengths (as its envelope, ADR 27).
"""

import os
import unicodedata
import uuid
from collections.abc import Iterator, Sequence

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.children.models import SealedFact, SealedToken
from hutong.children.models.choices import SealedKind
from hutong.ground.refusal import Refused
from hutong.ground.sealing import token, unsealed

LEAST = 64


def index(facts: Sequence[SealedFact]) -> None:
    """Keep the words of facts just written."""
    plain(SealedToken).bulk_create(row for fact in facts for row in _rows(fact))


def _rows(fact: SealedFact) -> Iterator[SealedToken]:
    words = {_token(fact.pk, gram) for gram in grams(text_of(fact))}
    size = LEAST
    while size < len(words):
        size *= 2
    words |= {os.urandom(32) for _ in range(size - len(words))}
    for word in sorted(words):  # in no order of the text
        yield SealedToken(fact=fact, child=fact.child, place=fact.place, token=word)


def text_of(fact: SealedFact) -> str:
    """What is searched: what kind it is, and what is written."""
    kind = unsealed(fact, "kind") or ""
    label = SealedKind(kind).label if kind in SealedKind.values else kind
    return f"{label}\n{unsealed(fact, 'detail') or ''}"


def plainly(text: str) -> str:
    """A text as it is compared: one width, one case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(text: str) -> set[str]:
    """Its words of two characters."""
    bare = plainly(text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def _token(fact: uuid.UUID, gram: str) -> bytes:
    return token(f"sealed word|{fact}|{gram}")


def search(grant: Grant, words: str) -> list[SealedFact]:
    """Facts of a grant in whose text the words stand, the newest first. Raises Refused for less than two characters."""
    asked, bare = grams(words), plainly(words)
    if not asked:
        raise Refused([("words", "请至少输入两个字。")])
    left = set(SealedFact.objects.within(grant).values_list("id", flat=True))
    for gram in sorted(asked):
        by_token = {_token(fact, gram): fact for fact in left}
        rows = SealedToken.objects.within(grant).filter(token__in=list(by_token)).values_list("token", flat=True)
        left = {by_token[bytes(one)] for one in rows}
    found = SealedFact.objects.within(grant).filter(pk__in=left).order_by("-id")
    return [fact for fact in found if bare in plainly(text_of(fact))]
