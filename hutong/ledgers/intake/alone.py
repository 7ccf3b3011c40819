"""Two imports whose units overlap are written one after the other, so that the second is compared with what the first wrote.

ID numbers are unique by an index; a child without one is known by name, birthday and village, and only by looking.
"""

from hutong.ground import query
from hutong.places.codes import Level, at_level, level_of

# An import holds its own unit alone and those above it together with others: overlapping units wait, neighbours do not.
HELD = "SELECT pg_advisory_xact_lock(hashtextextended('ledger ' || %s, 0))"
PASSED = "SELECT pg_advisory_xact_lock_shared(hashtextextended('ledger ' || %s, 0))"


def alone(place: int) -> None:
    """Wait for imports of overlapping units, and keep others waiting to the end of this transaction. From above downward,
    so that no two wait for each other."""
    own = level_of(place)
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP):
        if level < own:
            query.rows(PASSED, [str(at_level(place, level))])
    query.rows(HELD, [str(place)])
