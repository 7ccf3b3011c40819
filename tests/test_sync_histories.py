"""Whatever three phones, two villages and a desk do over a bad line: nothing is lost, nothing foreign is shown."""

from tests.histories.telling import told_many


def test_two_hundred_histories(db):
    told_many(200)
