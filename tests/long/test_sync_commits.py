"""The same with twenty thousand, or as many as HUTONG_COMMITS says."""

import os

from tests.histories import commits
from tests.histories.commits import commits_site

__all__ = ["commits_site"]

COUNT = int(os.environ.get("HUTONG_COMMITS", "20000"))


def test_commits(commits_site) -> None:
    address, grant = commits_site
    told = commits.run(address, grant, COUNT)
    assert (told["missed"], told["gaps"]) == (0, 0), told
