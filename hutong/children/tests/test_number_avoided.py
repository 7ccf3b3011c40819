"""A number of a child from whom he must stay away tells the officer nothing, also not by what is owed afterwards (ADR 20, 24)."""

from datetime import date

import pytest

from hutong.accounts import context, grants
from hutong.children.tests.factories import registered
from hutong.children.tests.test_avoiding import ORDER, father_of, renamed
from hutong.children.tests.test_number_elsewhere import BESIDE
from hutong.doubles import find
from tests.cast import JIANGBEI, XINLI

pytestmark = pytest.mark.django_db
NUMBER = "222426202402124852"
PAGES = ("/home", "/duties", "/doubles", "/office")


@pytest.mark.parametrize("who", ["wanbao", "antu"])
@pytest.mark.parametrize("protected", ["before", "afterwards"])
def test_what_is_owed_about_the_two_files_is_not_told_to_who_must_stay_away(cast, client_for, who, protected):
    here = registered("郭宇志", place=XINLI, born=date(2024, 2, 12), id_number=NUMBER)
    father, above = getattr(cast, who), client_for(cast.antu if who == "wanbao" else cast.yanbian)
    name = father_of(here).name

    def protect() -> None:
        assert client_for(cast.jilin).post(f"/children/{here}/address-protections", ORDER).status_code == 200

    if protected == "before":
        protect()
        father = renamed(father, name)
    place = JIANGBEI if who == "wanbao" else BESIDE
    made = registered("某某", place=place, born=date(2024, 2, 12), id_number=NUMBER)
    with context.within(grants.system()) as grant:
        assert find.find(grant, [made]) == 1
    if protected == "afterwards":
        assert "同一个证件号码" in str(client_for(father).get("/duties").json())
        protect()
        father = renamed(father, name)
    browser = client_for(father)
    for path in PAGES:
        told = str(browser.get(path).json())
        assert [word for word in ("同一个证件号码", "郭宇志", "查明同号") if word in told] == [], path
    listed = browser.get("/duties").json()
    assert listed["total"]["count"] == len(listed["items"])
    assert "同一个证件号码" in str(above.get("/doubles").json())
