"""No invented child in a database that real people use."""

import pytest

from hutong.accounts import context, grants
from hutong.children.models import Child
from hutong.demo import build

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_real_people_get_no_invented_children(cast) -> None:
    said: list[str] = []
    assert build.make(said.append) == []
    assert "已有工作人员" in said[0]
    with context.within(grants.system()) as grant:
        assert not Child.objects.within(grant).exists()
