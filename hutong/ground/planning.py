"""Where PostgreSQL is told how to plan, each with the figure that would notice that it is no longer needed.

What one function of the database is told stands with it (`journal/sql/fold.sql`, `facts.sql`).
"""

from contextlib import AbstractContextManager

from hutong.ground import local


def without_loops(using: str = "default") -> AbstractContextManager[None]:
    """For sets read whole from tables that PostgreSQL has no statistics of yet: it would loop over loops for minutes.

    Noticed by places/tests/test_places.py on a database just made (the national list took an hour with loops), and for
    doubles by the first night after a ledger.
    """
    return local.changed({"enable_nestloop": "off"}, using)


def along_an_index() -> AbstractContextManager[None]:
    """A page found along the list's own index, instead of by gathering all that match and sorting them; without workers,
    which take longer to start than the walk takes.

    Noticed by docs/bench.md, "List by …, first page" and "far page" of a county (10,400 pages read against 400).
    """
    settings = {"enable_sort": "off", "enable_bitmapscan": "off", "max_parallel_workers_per_gather": "0"}
    return local.changed(settings)


def as_if_full() -> AbstractContextManager[None]:
    """For a world made in one transaction: until the commit the planner takes every table for an empty one, and would
    read whole tables again and again.

    Noticed by demo/tests/test_build.py and every journey that makes the world: about a minute, as demo/build.py tells.
    """
    return local.changed({"enable_seqscan": "off"})


def commit_unwaited() -> None:
    """The commit of this transaction does not wait for the disk: one that does would be told from a rollback by its time.

    A crash may lose what it wrote. No figure shows it, and it stays as long as ADR 20 does.
    """
    local.set_local({"synchronous_commit": "off"})
