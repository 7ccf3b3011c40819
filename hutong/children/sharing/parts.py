"""What of a file can be shared: the groups of the paper file, and a few things beside them."""

from collections.abc import Collection

from hutong.accounts.models import Share
from hutong.accounts.shares import CATEGORIES, FURTHER, HISTORY, NUMBERS, VISITS, WHERE
from hutong.children.groups import AID, AID_TITLE, GROUPS

Kind = Share.Kind
PARTS = {group.key: group.title for group in GROUPS} | {AID: AID_TITLE} | FURTHER
# What a share of a kind opens unless the giver chooses otherwise, and for how many days at most.
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
    Kind.BREAK_GLASS: tuple(PARTS),
    Kind.REFERRAL: ("child", "carer", WHERE, CATEGORIES),
    Kind.SERVICE: ("child", CATEGORIES),
}
LONGEST = {Kind.HUKOU: 366, Kind.MOVE: 366, Kind.BREAK_GLASS: 1, Kind.REFERRAL: 366, Kind.SERVICE: 366}

# Where the child is to be found: columns that go only with WHERE; none of it goes while the address is protected.
PLACES = {"address", "location", "school", "employer", "committee_contact"}
WHEREABOUTS = {WHERE, NUMBERS, VISITS, HISTORY}


def label(parts: Collection[str]) -> list[str]:
    """The titles of parts, in the order of the file."""
    return [title for key, title in PARTS.items() if key in parts]
