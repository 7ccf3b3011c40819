"""Slow writers, some of whom take back what they did, in the same villages: a phone that reads on misses nothing."""

from tests.histories import commits
from tests.histories.commits import commits_site

__all__ = ["commits_site"]


def test_five_thousand_commits(commits_site) -> None:
    address, grant = commits_site
    told = commits.run(address, grant, 5_000)
    assert (told["missed"], told["gaps"]) == (0, 0), told
    assert told["committed"] > 4_000
    assert told["back"] > 500
