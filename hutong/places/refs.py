"""Places as other apps show them: PlaceRef by code, few queries for many."""

from collections.abc import Collection

from hutong.places import history, lookup
from hutong.places.codes import level_of
from hutong.places.models import Place
from hutong.places.schemas import PlaceRef


def refs(codes: Collection[int]) -> dict[int, PlaceRef]:
    """PlaceRef of each code; a code that is gone by the name it had, a place that is not loaded by its code."""
    known = {place.code: _ref(place) for place in Place.objects.filter(code__in=set(codes))}
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
    return [_ref(place) for place in lookup.path_of(code)]


def path_text(code: int) -> str:
    """The same as one line, no name twice: 吉林省 › 延边朝鲜族自治州 › 安图县."""
    return " › ".join(dict.fromkeys(ref.name for ref in path(code)))


def below(code: int) -> list[PlaceRef]:
    """The units one level below, in the order of their codes."""
    return [_ref(place) for place in lookup.children_of(code)]


def _ref(place: Place) -> PlaceRef:
    return PlaceRef(code=place.code, name=place.name, level=place.level)
