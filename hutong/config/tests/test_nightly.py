"""The nightly work removes what has expired, and says in the journal that it did."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context, grants
from hutong.config import nightly
from hutong.documents import store
from hutong.documents.models import File
from hutong.ground import clock
from hutong.journal.actions import operation
from tests.cast import WANBAO

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def kept(days):
    with context.within(grants.system()), operation("test.keep"):
        return store.keep(WANBAO, "万宝镇信息台账.xlsx", b"numbers", days=days).pk


def there():
    with context.within(grants.system()) as system:
        return set(File.objects.within(system).values_list("pk", flat=True))


def test_an_expired_workbook_goes_in_the_night_and_a_record_stays(cast):
    with clock.at(TODAY):
        export, record = kept(7), kept(None)
    with clock.at(TODAY + timedelta(6)):
        assert nightly.run()["expired_files"] == 0
    with clock.at(TODAY + timedelta(8)):
        assert nightly.run()["expired_files"] == 1
    assert there() == {record}
    assert not store.path_of(export).exists()
    assert store.path_of(record).exists()
