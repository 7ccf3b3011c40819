"""What of a file can be shared: the groups of the paper file, and a few things beside them."""

from collections.abc import Collection
from datetime import date

from hutong.accounts.models import Share
from hutong.accounts.shares import CATEGORIES, FURTHER, HISTORY, NUMBERS, VISITS, WHERE
from hutong.children.groups import AID, AID_TITLE, GROUPS
from hutong.ground import figures

Kind = Share.Kind
PARTS = {group.key: group.title for group in GROUPS} | {AID: AID_TITLE} | FURTHER
# What a share of a kind opens unless the giver chooses otherwise.
USUAL: dict[str, tuple[str, ...]] = {
    Kind.HUKOU: ("child", "household", "schooling", "health", "hukou", AID, WHERE, CATEGORIES),
    Kind.MOVE: (
        "child",
        "carer",
        "father",
        "mother",
        "guardian",
        "schooling",
        "hukou",
        WHERE,
        CATEGORIES,
        VISITS,
        HISTORY,
    ),
    # Who it is, who answers for it, where, and what a rescuer must know. Full numbers are asked for by themselves.
    Kind.BREAK_GLASS: ("child", "carer", "guardian", "father", "mother", "health", WHERE, CATEGORIES),
    Kind.REFERRAL: ("child", "carer", WHERE, CATEGORIES),
    Kind.SERVICE: ("child", CATEGORIES),
}

# Where the child is to be found: columns that go only with WHERE; none of it goes while the address is protected.
PLACES = {"address", "location", "school", "employer", "committee_contact"}
WHEREABOUTS = {WHERE, NUMBERS, VISITS, HISTORY}


def goes(name: str, masked: bool, parts: Collection[str]) -> bool:
    """Whether a column of a shared group is shown; masked: its value is a number."""
    return (NUMBERS in parts or not masked) and (WHERE in parts or name not in PLACES)


def longest(kind: str, on: date) -> int:
    """For how many days at most a share of a kind may be given on a day (policy/national/share-limits.csv)."""
    return figures.of("share-limits.csv", on)[kind]


def label(parts: Collection[str]) -> list[str]:
    """The titles of parts, in the order of the file."""
    return [title for key, title in PARTS.items() if key in parts]
