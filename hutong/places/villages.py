"""The village names a ledger of one place may use, fetched for the pure rules of matching.py."""

from django.db.models import Q

from hutong.ground import clock
from hutong.places.codes import Level, at_level, interval, level_of
from hutong.places.matching import Unit, VillageIndex
from hutong.places.models import Former, Place, StatisticalCode
from hutong.places.village_list import Village


class VillageNames(VillageIndex):
    """`VillageNames(place).match(text)`: villages below a place, and those of its county outside; four queries."""

    def __init__(self, code: int) -> None:
        """code: Hutong's code of the unit a ledger is for, of any level."""
        level = min(level_of(code), Level.COUNTY)
        frame = interval(at_level(code, level), level)
        super().__init__(code, _villages(frame), _units(frame))


def _villages(frame: tuple[int, int]) -> list[Village]:
    places = Place.objects.filter(code__gte=frame[0], code__lt=frame[1], level=Level.VILLAGE).order_by("code")
    national = StatisticalCode.objects.filter(
        place__code__gte=frame[0], place__code__lt=frame[1], valid__contains=clock.today()
    )
    codes = dict(national.values_list("place_id", "code"))
    today = [Village(place.code, codes.get(place.pk), place.name) for place in places]
    return [*_former(frame), *today]


def _former(frame: tuple[int, int]) -> list[Village]:
    """Codes and names that villages of the frame had before; what a unit of today is called stands before them."""
    found = Former.objects.filter(place__code__gte=frame[0], place__code__lt=frame[1], level=Level.VILLAGE)
    return [Village(*row) for row in found.order_by("pk").values_list("place__code", "code", "name").distinct()]


def _units(frame: tuple[int, int]) -> list[Unit]:
    townships = Q(level=Level.TOWNSHIP, code__gte=frame[0], code__lt=frame[1])
    found = Place.objects.filter(townships | Q(level__lte=Level.COUNTY))
    return [Unit(*row) for row in found.values_list("code", "name", "level")]
