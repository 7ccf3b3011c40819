"""Query sets asked in one round give what each gives alone."""

from hutong.accounts import context
from hutong.accounts.grants import system
from hutong.accounts.managers import plain
from hutong.accounts.models import Post
from hutong.ground import query
from hutong.journal.models import Entry
from hutong.places.models import Place


def test_in_one_round_as_alone(cast) -> None:
    """JSON (the journal's changes), ranges, ids, nothing found and a condition that finds none."""
    with context.within(system()):
        asked = [
            plain(Entry).order_by("stream_id", "sealed", "seq"),
            plain(Post).order_by("id"),
            Place.objects.none(),
            plain(Entry).order_by("stream_id", "sealed", "seq").values_list("record", "changes"),
        ]
        alone = [list(rows.all()) for rows in asked]
        assert query.together(*asked) == alone
        entries, posts, none, pairs = query.together(*asked)
        assert entries
        assert [entry.changes for entry in entries] == [entry.changes for entry in alone[0]]
        assert all(isinstance(changes, dict) for _, changes in pairs)
        assert [post.period for post in posts] == [post.period for post in alone[1]]
        assert none == []
