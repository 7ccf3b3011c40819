"""Which county the words of 户籍所在地 name, where they name one without doubt; a person chooses otherwise."""

from hutong.children.models import Child
from hutong.places import find
from hutong.places.codes import Level, at_level, level_of


def county_of(child: Child) -> int | None:
    """The county of a child's hukou when it is another than where the child lives; None when here, unsaid or unclear."""
    home = _county(child.place)
    text = child.hukou_place.strip()
    # "新立村" said in 万宝镇 is the one of 万宝镇: what fits at home is home.
    if not text or home is None or find.find(text, within=home, limit=1):
        return None
    found = find.search(text, limit=2)
    if found.ambiguous or not found.places:
        return None
    return _county(found.places[0].code)


def _county(place: int) -> int | None:
    level = level_of(place)
    return at_level(place, Level.COUNTY) if level >= Level.COUNTY else None
