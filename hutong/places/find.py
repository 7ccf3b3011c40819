"""Finds places as people name them: name, short name, path, pinyin, initials, code."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from hutong.places.codes import END, Level, interval
from hutong.places.lookup import PlaceNotFound, resolve
from hutong.places.models import Place
from hutong.places.names import UNIT_WORDS, Kind, normalise, short_name, stem_of

Pool = QuerySet[Place]
# A short text may begin with the names of very many units; a path is read below no more of them than this.
HEADS = 100


@dataclass(frozen=True)
class Matches:
    """Places, best first. ambiguous: the text fits the first and others equally well."""

    places: list[Place]
    ambiguous: bool


def find(text: str, within: int | None = None, level: int | None = None, limit: int = 20) -> list[Place]:
    """Places that a text names, best first: exact name, short name, path, beginnings; for letters, pinyin.

    within: code of a unit to look in, itself included. level: 1 to 5. An empty text finds nothing.
    """
    return search(text, within, level, limit).places


def search(text: str, within: int | None = None, level: int | None = None, limit: int = 20) -> Matches:
    """`find`, and whether the text is ambiguous (靠山: a 村 and a 居 of one township)."""
    pool = Place.objects.filter(level=level) if level else Place.objects.all()
    if within is not None:
        pool = pool.filter(_in(interval(within)))
    found: dict[int, Place] = {}
    ambiguous = False
    for exact, step in _steps(wanted := _storable(normalise(text))):
        new = {place.code: place for place in step(pool, wanted)}
        ambiguous = ambiguous or (exact and not found and len(new) > 1)
        # What was found before stays in front.
        found |= {code: place for code, place in new.items() if code not in found}
        if len(found) >= limit:
            break
    return Matches(list(found.values())[:limit], ambiguous)


Step = Callable[[Pool, str], Iterable[Place]]


def _steps(text: str) -> list[tuple[bool, Step]]:
    """How a text is looked for, in order; whether what a step finds is what the text says exactly."""
    if not text:
        return []
    names = [(True, _by_name), (True, _by_short_name), (True, _by_village), (True, _by_path), (False, _by_beginning)]
    names.append((False, _by_former_name))
    if text.isdecimal():
        return [(True, _by_code), (False, _by_first_digits), *names]
    letters = [(True, _by_letters), (False, _by_first_letters)] if text.isascii() else []
    return [*names, *letters]


def _storable(text: str) -> str:
    # PostgreSQL takes neither NUL nor half a surrogate pair, so no name has them.
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _in(bounds: tuple[int, int]) -> Q:
    return Q(code__gte=bounds[0], code__lt=bounds[1])


def _ordered(pool: Pool) -> Pool:
    return pool.order_by("level", "code")[:HEADS]


def _by_code(pool: Pool, text: str) -> Iterable[Place]:
    try:
        return pool.filter(code=resolve(text).code)
    except PlaceNotFound:
        return []


def _by_first_digits(pool: Pool, text: str) -> Iterable[Place]:
    low = int(text.ljust(12, "0"))
    width = 10 ** max(0, 12 - len(text))
    return _ordered(pool.filter(_in((low, low + width)))) if low < END else []


def _by_name(pool: Pool, text: str) -> Iterable[Place]:
    # The list writes brackets full-width, and autonomous units in full: 延边州 is 延边朝鲜族自治州.
    written = text.replace("(", "（").replace(")", "）")
    autonomous = Q(short_name=text[:-1], name__endswith=f"自治{text[-1]}")
    return _ordered(pool.filter(Q(name__in={text, written}) | autonomous))


def _by_short_name(pool: Pool, text: str) -> Iterable[Place]:
    return _ordered(pool.filter(short_name=text))


def _by_village(pool: Pool, text: str) -> Iterable[Place]:
    """靠山村, 靠山村民委员会 for 靠山村委会, but not for 靠山居委会."""
    kind = stem_of(text).kind
    if kind == Kind.UNSAID:
        return []
    villages = _ordered(pool.filter(level=Level.VILLAGE, short_name=short_name(text, Level.VILLAGE)))
    return [village for village in villages if stem_of(village.name).kind == kind]


def _by_path(pool: Pool, text: str) -> Iterable[Place]:
    """安图县万宝镇, 安图万宝, 吉林省延边州安图县万宝镇新立村: names of units above, outermost first, then the name."""
    return _below(pool, text, Q())


def _below(pool: Pool, text: str, scope: Q) -> list[Place]:
    found: list[Place] = []
    for rest, inside in _heads(text, scope).items():
        found += _exactly(pool.filter(inside), rest) or _below(pool, rest, inside)
    return found


def _heads(text: str, scope: Q) -> dict[str, Q]:
    """What is left of a text after the name of a unit it begins with → the codes below the units so named."""
    beginnings = {text[:length] for length in range(2, len(text))}
    named = Q(name__in=beginnings) | Q(short_name__in=beginnings)
    heads = Place.objects.filter(scope, named, level__lt=Level.VILLAGE).order_by("level", "code")[:HEADS]
    left: dict[str, Q] = {}
    for head in heads:
        low, high = interval(head.code)
        rest = _rest(head, text)
        if rest:
            left[rest] = left.get(rest, Q()) | _in((low + 1, high))
    return left


def _rest(head: Place, text: str) -> str:
    if text.startswith(head.name):
        return text.removeprefix(head.name)
    rest = text.removeprefix(head.short_name)
    # 延边州安图县: the short name with the word for its level, where the full name is longer.
    return rest[1:] if len(rest) > 2 and rest[0] in UNIT_WORDS else rest


def _exactly(pool: Pool, text: str) -> list[Place]:
    return next((found for step in (_by_name, _by_short_name, _by_village) if (found := list(step(pool, text)))), [])


def _by_beginning(pool: Pool, text: str) -> Iterable[Place]:
    return _ordered(pool.filter(Q(name__startswith=text) | Q(short_name__startswith=text)))


def _by_former_name(pool: Pool, text: str) -> Iterable[Place]:
    """Under a name that the unit, or one merged into it, had before."""
    return _ordered(pool.filter(Q(formers__name=text) | Q(formers__short_name=text)).distinct())


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _by_letters(pool: Pool, text: str) -> Iterable[Place]:
    letters = _letters(text)
    return _ordered(pool.filter(Q(pinyin=letters) | Q(initials=letters)))


def _by_first_letters(pool: Pool, text: str) -> Iterable[Place]:
    letters = _letters(text)
    begins = pool.filter(Q(pinyin__startswith=letters) | Q(initials__startswith=letters))
    return begins.order_by("level", Length("pinyin"), "code")[:HEADS] if letters else []
