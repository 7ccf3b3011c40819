"""What a file looks like to whom only parts of it were shared."""

from collections.abc import Collection, Sequence
from typing import Any

from hutong.accounts.models import Share
from hutong.accounts.shares import CATEGORIES, NUMBERS, VISITS, WHERE
from hutong.children.parts import goes, label
from hutong.places import refs as named
from hutong.places.codes import Level, at_level

# Who it is; everything else only with its part. What is not named here is left out.
HEAD = ("id", "rev", "number", "name", "sex", "birth_date", "age", "state", "registered_on", "confirmed_on")


def limited(file: dict[str, Any], parts: Collection[str], given: Sequence[Share]) -> dict[str, Any]:
    """A ChildFile as those see it with whom parts of it are shared, with the share under which they read."""
    return cut(file, parts) | {"share": of_reader(given, parts)}


def cut(file: dict[str, Any], parts: Collection[str]) -> dict[str, Any]:
    """A ChildFile cut down to the parts shared."""
    shown = {name: file[name] for name in HEAD}
    place = {name: file[name] for name in ("place", "path")} if WHERE in parts else _county(file["place"].code)
    return (
        shown
        | place
        | {
            "exit": None,
            "risk": file["risk"] if VISITS in parts else None,
            "categories": file["categories"] if CATEGORIES in parts else [],
            "directors": [],
            "address_kept_from": file["address_kept_from"],
            "carer": _carer(file["carer"], parts),
            "groups": [_group(group, parts) for group in file["groups"] if group["key"] in parts],
        }
    )


def _county(place: int) -> dict[str, Any]:
    path = named.path(at_level(place, Level.COUNTY))
    return {"place": path[-1], "path": "".join(ref.name for ref in path[1:])}


def _carer(carer: dict[str, str] | None, parts: Collection[str]) -> dict[str, str] | None:
    if carer is None or "carer" not in parts:
        return None
    return carer if NUMBERS in parts else carer | {"phone_masked": ""}


def _group(group: dict[str, Any], parts: Collection[str]) -> dict[str, Any]:
    """A group shared without the numbers has no field for them, masked or not; nor for where without where."""
    fields = group["form"]["properties"]
    kept = {name: shape for name, shape in fields.items() if goes(name, bool(shape.get("x-masked")), parts)}
    values = {name: value for name, value in group["values"].items() if name in kept}
    return group | {"form": group["form"] | {"properties": kept}, "values": values}


def of_reader(given: Sequence[Share], parts: Collection[str]) -> dict[str, Any]:
    """SharedOut (schemas.py): under which share somebody reads."""
    widest = given[0]
    return {
        "kind": widest.kind,
        "kind_label": Share.Kind(widest.kind).label,
        "purpose": widest.purpose,
        "parts": sorted(parts),
        "part_labels": label(parts),
        "until": widest.until,
    }
