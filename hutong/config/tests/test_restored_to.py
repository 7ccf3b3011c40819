"""A restore to other than the newest backup says what phones may have forgotten."""

from datetime import UTC, datetime

import pytest

from hutong.config.commands.backups import forgotten

OLD, NEW = datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2026, 11, 27, 3, tzinfo=UTC)


@pytest.fixture
def backups(tmp_path):
    for at in (OLD, NEW):
        (tmp_path / f"{at:%Y%m%d-%H%M%S}").mkdir()
    (tmp_path / "notes.txt").touch()
    return tmp_path


def folder(backups, at):
    return backups / f"{at:%Y%m%d-%H%M%S}"


def test_the_newest_forgets_nothing(backups):
    assert forgotten(folder(backups, NEW), None, archived=False) is None


def test_an_older_one_forgets_what_was_sent_until_the_newest(backups):
    assert forgotten(folder(backups, OLD), None, archived=False) == (OLD, NEW)


def test_an_archive_replayed_to_its_end_brings_all_of_it(backups):
    assert forgotten(folder(backups, OLD), None, archived=True) is None


def test_a_moment_before_the_newest_backup_forgets_what_was_sent_after_it(backups):
    until = datetime(2026, 11, 25, tzinfo=UTC)
    assert forgotten(folder(backups, OLD), until, archived=True) == (until, NEW)
