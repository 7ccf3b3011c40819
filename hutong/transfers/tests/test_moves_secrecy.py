"""Moves and 地址保密: the place that a child left does not learn where it went."""

import pytest

from hutong.accounts import context
from hutong.children.models import Child
from hutong.children.protecting.actions import protect_address
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.transfers.moves import show
from hutong.transfers.tests.moving import TODAY, accepted, asked
from tests.cast import grant_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def test_where_a_protected_child_went_is_not_told_in_the_village_it_left(cast):
    child = registered("黄佑俊")
    with context.within(grant_of(cast.wanbao)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        told = {"against": "father", "against_name": "", "basis": "人身安全保护令", "decided_by": "安图县人民法院"}
        protect_address(grant, row, TODAY, None, **told)
    accepted(cast.kaoshan, asked(cast.wanbao, child))

    def told_to(person) -> str:
        with context.within(grant_of(person)) as grant:
            [row] = show.listing(grant, "out", None)["items"]
            return str(row)

    for person in (cast.director, cast.wanbao):
        assert "靠山" not in told_to(person)
        assert "随父母搬走" not in told_to(person)
        assert "孙立新" not in told_to(person)
    assert "靠山" in told_to(cast.antu)
