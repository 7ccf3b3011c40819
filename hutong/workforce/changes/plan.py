"""What a wished change does to the tree: codes that shift, units that go, come or get another name. Writes nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.ground import clock
from hutong.places import lookup
from hutong.places.codes import WIDTH, Level, at_level, covers, interval, level_of, parent_code
from hutong.places.models import Change, Place, StatisticalCode
from hutong.places.names import short_name
from hutong.places.reading import read

Shift = tuple[int, int, int]
K = Change.Kind


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. place: the unit. name: its new name, or the new unit's after a split. into: the unit that a
    merge leaves. parent: the unit above after a move. code: the new code, where the document gives one."""

    kind: str
    place: int
    in_force: date
    name: str = ""
    into: int | None = None
    parent: int | None = None
    code: int | None = None


@dataclass
class Plan:
    """The change, worked out. counts and kept are filled by whoever carries it out."""

    wish: Wish
    unit: Place
    new_code: int
    new_name: str
    shifts: list[Shift] = field(default_factory=list)
    renamed: list[dict[str, Any]] = field(default_factory=list)
    gone: list[tuple[int, int]] = field(default_factory=list)
    added: list[dict[str, Any]] = field(default_factory=list)

    def code_of(self, code: int) -> int:
        """What becomes of a code."""
        return next((code - low + to for low, high, to in self.shifts if low <= code < high), code)


def plan(grant: Grant, wish: Wish) -> Plan:
    """Work a wish out. Raises Problem 404 outside the grant, 422 with the field when it cannot be."""
    unit = _unit(grant, wish.place)
    if wish.in_force > clock.today():
        raise _invalid("in_force", "启用日期还没到，请到当日再办理。")
    return PLANS[K(wish.kind)](grant, wish, unit)


def _rename(grant: Grant, wish: Wish, unit: Place) -> Plan:
    name = _name(wish)
    if name == unit.name:
        raise _invalid("name", "新名称与现名称相同。")
    _name_free(name, parent_code(unit.code), unit.level, unit.pk)
    return Plan(wish, unit, unit.code, name, renamed=[{"id": unit.pk, **_words(name, unit)}])


def _move(grant: Grant, wish: Wish, unit: Place) -> Plan:
    if wish.parent is None:
        raise _invalid("parent", "请选择划入的上级单位。")
    parent = _unit(grant, wish.parent, "parent")
    if parent.level != unit.level - 1:
        raise _invalid("parent", "划入的单位应比被划转的单位正好高一级。")
    if parent.code == parent_code(unit.code):
        raise _invalid("parent", "这个单位已经在它下面。")
    _name_free(unit.name, parent.code, unit.level, unit.pk)
    code = _new_code(wish, parent, unit)
    low, high = interval(unit.code, unit.level)
    return Plan(wish, unit, code, unit.name, shifts=[(low, high, code)])


def _merge(grant: Grant, wish: Wish, unit: Place) -> Plan:
    """The unit goes into another of its level; units below it come along under free codes."""
    if wish.into is None:
        raise _invalid("into", "请选择并入的单位。")
    into = _unit(grant, wish.into, "into")
    if into.level != unit.level or into.pk == unit.pk or unit.level < Level.TOWNSHIP:
        raise _invalid("into", "只能把村（居）并入村（居），把乡镇（街道）并入乡镇（街道）。")
    made = Plan(wish, unit, into.code, into.name, gone=[(unit.pk, into.pk)])
    made.shifts.append((unit.code, unit.code + 1, into.code))
    if unit.level < Level.VILLAGE:
        free = _free_codes(into)
        below = Place.objects.filter(code__gt=unit.code, code__lt=interval(unit.code)[1]).order_by("code")
        made.shifts += [(village.code, village.code + 1, next(free)) for village in below]
    return made


def _split(grant: Grant, wish: Wish, unit: Place) -> Plan:
    """A new village beside the old one; who belongs to it is said child by child afterwards."""
    if unit.level != Level.VILLAGE:
        raise _invalid("place", "目前只能拆分村（居）。")
    name = _name(wish)
    township = Place.objects.get(code=at_level(unit.code, Level.TOWNSHIP))
    _name_free(name, township.code, unit.level)
    code = _new_code(wish, township, unit)
    return Plan(wish, unit, code, name, added=[{"code": code, "level": unit.level, **_words(name, unit)}])


PLANS = {K.RENAME: _rename, K.MOVE: _move, K.MERGE: _merge, K.SPLIT: _split}


def _unit(grant: Grant, code: int, where: str = "place") -> Place:
    found = Place.objects.filter(code=code).first()
    if found is None or grant.narrowed(code) is None:
        if where == "place":
            raise missing("地方")
        raise _invalid(where, "没有找到这个单位，或者它不在您的辖区。")
    if found.level == Level.PROVINCE:
        raise _invalid(where, "省级单位不能在这里变更。")
    return found


def _name(wish: Wish) -> str:
    if not wish.name:
        raise _invalid("name", "请填写新名称。")
    return wish.name


def _name_free(name: str, parent: int | None, level: int, own: int | None = None) -> None:
    low, high = interval(parent) if parent else (0, 0)
    same = Place.objects.filter(name=name, level=level, code__gt=low, code__lt=high).exclude(pk=own)
    if same.exists():
        raise _invalid("name", f"这个上级单位下面已经有“{name}”。")


def _new_code(wish: Wish, parent: Place, unit: Place) -> int:
    if wish.code is None:
        return next(_free_codes(parent))
    if not (10**11 <= wish.code < 10**12) or level_of(wish.code) != unit.level or not covers(parent.code, wish.code):
        raise _invalid("code", f"新代码应为12位，级别相同，并在{parent.name}的代码之下。")
    if not _is_free(wish.code, unit):
        raise _invalid("code", "这个代码已被别的单位使用。")
    return wish.code


def _is_free(code: int, unit: Place) -> bool:
    low, high = interval(code, unit.level)
    national = StatisticalCode.objects.filter(code__gte=low, code__lt=high, valid__contains=clock.today())
    return not (Place.objects.filter(code__gte=low, code__lt=high).exists() or national.exists())


def _free_codes(parent: Place):
    """Codes directly below a unit that neither a unit nor the national list uses, from the highest in use on."""
    low, high = interval(parent.code, parent.level)
    width = WIDTH[Level(parent.level + 1)]
    taken = {code // width for code in Place.objects.filter(code__gt=low, code__lt=high).values_list("code", flat=True)}
    national = StatisticalCode.objects.filter(code__gt=low, code__lt=high, valid__contains=clock.today())
    taken |= {code // width for code in national.values_list("code", flat=True)}
    last = max(taken, default=low // width)
    yield from (number * width for number in range(last + 1, high // width))
    yield from (number * width for number in range(low // width + 1, last) if number not in taken)
    raise _invalid("parent", f"{parent.name}下面的代码已经用完。")


def _words(name: str, unit: Place) -> dict[str, str]:
    above = tuple(place.name for place in lookup.path_of(unit.code)[:-1]) if unit.level == Level.TOWNSHIP else ()
    short = short_name(name, unit.level, above)
    reading = read(name, short)
    return {"name": name, "short_name": short, "pinyin": reading.pinyin, "initials": reading.initials}


def _invalid(name: str, told: str) -> Problem:
    return Problem(422, told, "invalid", [(name, told)])
