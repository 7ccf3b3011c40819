"""Every name that a register can hold is found, listed, goes out in a ledger and comes in again as the same child (A2-3, A3-2)."""

import json
from datetime import date

import pytest

from hutong.accounts import context
from hutong.children.tests.factories import registered
from hutong.ground import clock
from hutong.ledgers.intake import work
from hutong.returns.out.tests.support import exported, rows
from tests.cast import WANBAO, grant_of

pytestmark = pytest.mark.django_db

# name, and what finds it: whole, its first character, its sound where one is known, and without what no keyboard types.
NAMES = {
    "𠮷娃": ["𠮷娃", "𠮷", "娃", "𠮷wa"],
    "王㛃": ["王㛃", "王", "㛃", "wangjie", "wj"],
    "㛃𬀩": ["㛃𬀩", "㛃", "jiewei", "jw"],
    "𫟷𰻝": ["𫟷𰻝", "𫟷", "𰻝", "lb"],
    "䶮·巴图": ["䶮·巴图", "䶮巴图", "䶮•巴图", "巴图", "ybt", "yan"],
    "阿依古丽·买买提": ["阿依古丽·买买提", "阿依古丽买买提", "买买提", "ayglmmt", "阿"],
    "葛\U000e0100城": ["葛\U000e0100城", "葛城", "葛", "城", "gecheng", "gc"],
    "辻\ufe00子": ["辻\ufe00子", "辻子", "子"],
    "\uf9e4\ufa19": ["\uf9e4\ufa19", "理神", "\uf9e4", "理", "lishen", "ls"],
    "〇一": ["〇一", "〇", "lingyi"],
}


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 10, 31)):
        yield


@pytest.mark.parametrize("name", NAMES)
def test_a_rare_name_is_found_by_what_people_type(cast, client_for, name):
    child = str(registered(name))
    registered("张小明", born=date(2017, 1, 1))
    browser = client_for(cast.wanbao)
    for typed in NAMES[name]:
        for path, key in (("/search", "children"), ("/search/children", "items")):
            found = browser.post(path, {"q": typed}).json()[key]
            assert [one["id"] for one in found] == [child], (typed, path)
            assert found[0]["name"] == name, "shown as it was given"


def test_rare_names_are_listed_in_order_each_once_page_by_page(cast, client_for):
    for number, name in enumerate(NAMES):
        registered(name, born=date(2017, 1, 1 + number))
    browser, seen, after = client_for(cast.wanbao), [], None
    while after or not seen:
        page = browser.get("/children", limit=3, after=after).json()
        seen += [one["name"] for one in page["items"]]
        after = page["next"]
    assert sorted(seen) == sorted(NAMES)
    sounded = [name for name in seen if name in ("阿依古丽·买买提", "葛\U000e0100城", "㛃𬀩", "\uf9e4\ufa19", "王㛃")]
    assert sounded == ["阿依古丽·买买提", "葛\U000e0100城", "㛃𬀩", "\uf9e4\ufa19", "王㛃"], "by pinyin"
    assert seen[-1] == "𠮷娃", "without a known sound it stands at the end"


def test_rare_names_go_out_in_the_ledger_and_come_in_again_as_the_same_children(cast):
    for number, name in enumerate(NAMES):
        registered(name, born=date(2017, 1, 1 + number))
    _, content = exported(cast.wanbao, WANBAO, "layout:township-ledger", full=True)
    assert set(NAMES) <= {cell for line in rows(content) for cell in line if isinstance(cell, str)}
    with context.within(grant_of(cast.wanbao)) as grant:
        again = work.checked(grant, work.read_bytes("台账.xlsx", content), WANBAO, clock.today()).checked
    odd = [(row.row, row.outcome, row.problems) for row in again.rows if row.outcome != "unchanged"]
    assert odd == []
    assert again.totals["unchanged"] == len(NAMES)


def test_a_rare_name_typed_in_the_form_is_kept_as_typed(cast, client_for):
    browser = client_for(cast.wanbao)
    for number, name in enumerate(NAMES):
        child = str(registered(born=date(2016, 1, 1 + number)))
        rev = browser.get(f"/children/{child}").json()["rev"]
        told = {"rev": rev, "base": {}, "changes": {"child": {"name": name}}}
        answer = browser.patch(f"/children/{child}", told)
        assert answer.status_code == 200, answer.content.decode()
        assert json.loads(answer.content)["name"] == name
        assert [one["id"] for one in browser.post("/search", {"q": NAMES[name][-1]}).json()["children"]] == [child]
