"""王秀兰's phone, and the day on which the tests of phones play."""

from datetime import date

import pytest

from hutong.ground import clock
from hutong.sync.tests.phone import Phone

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def phone(cast, client_for) -> Phone:
    """The phone of 王秀兰, director of 新立村."""
    one = Phone()
    assert one.enrol(client_for(cast.director)).status_code == 200
    return one
