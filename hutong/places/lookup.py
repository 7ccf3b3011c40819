"""Places by code: national or Hutong's, names, paths. Few queries, no cache: the table is small and indexed."""

from collections.abc import Iterable

from hutong.ground import clock
from hutong.places.codes import ancestors, interval, parse
from hutong.places.models import Place, StatisticalCode
from hutong.places.names import PLACEHOLDERS, normalise


class PlaceNotFound(LookupError):
    """No such place; the message is a Chinese sentence for the user."""


def resolve(code: int | str) -> Place:
    """The place of a national statistical code or of Hutong's own; 2, 4, 6, 9 or all 12 digits.

    The national meaning of today comes first: 222426120 is 池北区, which reports as 229801120000. A code that a unit had
    before finds the unit. Raises PlaceNotFound.
    """
    try:
        number = parse(normalise(str(code)))
    except ValueError as wrong:
        raise PlaceNotFound(str(wrong)) from wrong
    today = clock.today()
    national = Place.objects.filter(statistical_codes__code=number, statistical_codes__valid__contains=today)
    former = Place.objects.filter(formers__code=number).order_by("-formers__until", "-formers__pk")
    place = national.first() or Place.objects.filter(code=number).first() or former.first()
    if place is None:
        raise PlaceNotFound(f"找不到区划代码{code}：请核对代码，或先载入该省的区划。")
    return place


def statistical_codes_of(codes: Iterable[int]) -> dict[int, int]:
    """Hutong's code → today's national code; units that the national list lacks are left out."""
    found = StatisticalCode.objects.filter(place__code__in=list(codes), valid__contains=clock.today())
    return dict(found.values_list("place__code", "code"))


def path_of(code: int) -> list[Place]:
    """The units above a place and the place itself, province first; one query."""
    return paths_of([code])[code]


def paths_of(codes: Iterable[int]) -> dict[int, list[Place]]:
    """`path_of` for many codes at once; still one query. A code that does not exist has the path of what does."""
    lines = {code: [*ancestors(code), code] for code in codes}
    places = Place.objects.filter(code__in={code for line in lines.values() for code in line})
    known = {place.code: place for place in places}
    return {code: [known[above] for above in line if above in known] for code, line in lines.items()}


def spoken_path(path: Iterable[Place]) -> str:
    """吉林省延边朝鲜族自治州安图县万宝镇: a path as it is written, no name twice, without 市辖区 and the like."""
    return "".join(dict.fromkeys(place.name for place in path if place.name not in PLACEHOLDERS))


def children_of(code: int) -> list[Place]:
    """The units directly below, in the order of their codes; townships where a prefecture has no counties."""
    low, high = interval(code)
    below = Place.objects.filter(code__gt=low, code__lt=high)
    highest = below.order_by("level").values_list("level", flat=True).first()
    return list(below.filter(level=highest).order_by("code"))
