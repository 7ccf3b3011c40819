"""Places as other apps show them: PlaceRef by code, few queries for many."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from hutong.places import history, lookup
from hutong.places.codes import ancestors, level_of
from hutong.places.models import Place
from hutong.places.schemas import PlaceRef


def refs(codes: Collection[int]) -> dict[int, PlaceRef]:
    """PlaceRef of each code; a code that is gone by the name it had, a place that is not loaded by its code."""
    return refs_of(codes, rows(codes))


def rows(codes: Collection[int]) -> QuerySet[Place]:
    """What `refs_of` makes PlaceRefs of, for those who ask the database for more in the same round."""
    return Place.objects.filter(code__in=set(codes))


def refs_of(codes: Collection[int], found: Iterable[Place]) -> dict[int, PlaceRef]:
    """The same out of rows already asked for."""
    known = {place.code: _ref(place) for place in found}
    gone = history.former_names(set(codes) - set(known)) if len(known) < len(set(codes)) else {}
    return {
        code: known.get(code) or PlaceRef(code=code, name=gone.get(code, str(code)), level=level_of(code))
        for code in codes
    }


def names(codes: Collection[int]) -> dict[int, str]:
    """Name of each code."""
    return {code: ref.name for code, ref in refs(codes).items()}


def path(code: int) -> list[PlaceRef]:
    """The way from the province down to the place itself."""
    return way(rows([*ancestors(code), code]))


def way(found: Iterable[Place]) -> list[PlaceRef]:
    """The same out of rows of the place and its ancestors already asked for."""
    return [_ref(place) for place in sorted(found, key=lambda place: place.level)]


def path_text(code: int) -> str:
    """The same as one line, no name twice: 吉林省 › 延边朝鲜族自治州 › 安图县."""
    return " › ".join(dict.fromkeys(ref.name for ref in path(code)))


def below(code: int) -> list[PlaceRef]:
    """The units one level below, in the order of their codes."""
    return [_ref(place) for place in lookup.children_of(code)]


def _ref(place: Place) -> PlaceRef:
    return PlaceRef(code=place.code, name=place.name, level=place.level)
