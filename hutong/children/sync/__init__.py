"""What devices receive of a child's file, and what they may send about it: the desk's own actions (docs/sync.md)."""

from hutong.children.sync import feed, verbs, whereabouts
from hutong.sync import registry


def start() -> None:
    """Offer the file, its forms, and the operations upon it."""
    registry.feed(feed.child())
    registry.document(feed.FORMS)
    registry.home(whereabouts.home)
    for verb in verbs.VERBS:
        registry.verb(verb)
