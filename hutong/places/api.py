"""Places over HTTP: public reference data, the same for every post."""

from django.http import Http404, HttpRequest
from ninja import Router

from hutong.places import lookup, refs
from hutong.places.find import find
from hutong.places.models import Place
from hutong.places.schemas import PlaceDetail, PlaceHit, PlaceSearchIn

router = Router(tags=["places"])


@router.post("/search/places", response=list[PlaceHit])
def places(request: HttpRequest, given: PlaceSearchIn) -> list[PlaceHit]:
    """Places by name, short name, path, pinyin, initials or code, best first; within: below this code.

    What is typed may be where a child lives: it is sent in the body, as all that is searched for."""
    found = find(given.q, _resolve(given.within).code if given.within else None)
    paths = lookup.paths_of(place.code for place in found)
    lies = {code: lookup.spoken_path(line[:-1]) for code, line in paths.items()}
    return [PlaceHit(code=p.code, name=p.name, level=p.level, path=lies[p.code]) for p in found]


@router.get("/places/{code}", response=PlaceDetail)
def place(request: HttpRequest, code: int) -> PlaceDetail:
    """One place by national or Hutong's code: the units above it and those directly below."""
    found = _resolve(code)
    return PlaceDetail(
        code=found.code,
        name=found.name,
        level=found.level,
        statistical_code=lookup.statistical_codes_of([found.code]).get(found.code),
        path=refs.path(found.code),
        children=refs.below(found.code),
    )


def _resolve(code: int) -> Place:
    try:
        return lookup.resolve(code)
    except lookup.PlaceNotFound as unknown:
        raise Http404(str(unknown)) from unknown
