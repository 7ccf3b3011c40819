"""公主岭 goes to 长春 in a real browser, with a director, a supervisor and a child in it: looked at, confirmed, and everybody
finds what is theirs; the months before stay with 四平."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import environment
from tests.journeys import Site, search

pytestmark = pytest.mark.django_db
SIPING, CHANGCHUN = 2203_00_000_000, 2201_00_000_000
GONGZHULING, BEFORE = 220184_000_000, 220381_000_000


@pytest.fixture(scope="module")
def there(site: Site, django_db_blocker) -> SimpleNamespace:
    """公主岭 under 四平, as it was: a village with 佟丽 as its director, a supervisor above, and 佟小雨, visited once in
    a month that has ended; the officers of both cities."""
    with django_db_blocker.unblock():
        environment.connect_to(environment.database_name("site"))
        try:
            return before()
        finally:
            environment.connect_to(environment.database_name("test"))


def before() -> SimpleNamespace:
    from hutong.accounts import context, grants
    from hutong.accounts.permissions import Role
    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child
    from hutong.children.tests.factories import registered
    from hutong.duties import engine
    from hutong.ground import clock
    from hutong.places.codes import interval
    from hutong.places.models import Place
    from hutong.workforce.actions import Appointment, appoint
    from hutong.workforce.changes.actions import change
    from hutong.workforce.changes.plan import Wish
    from tests.cast import PASSWORD

    early = clock.today().replace(day=1) - timedelta(40)
    with clock.at(early):
        with context.within(grants.system()) as grant:
            change(grant, Wish("move", GONGZHULING, early, parent=SIPING, code=BEFORE), "准备", "2020年以前")
            inside = Place.objects.filter(code__gt=BEFORE, code__lt=interval(BEFORE)[1], level=5)
            village = inside.order_by("code")[0].code
            posts = {
                "director": (village, Role.CHILD_DIRECTOR, "佟丽"),
                "supervisor": (village // 1000 * 1000, Role.SUPERVISOR, "白志远"),
                "siping": (SIPING, Role.CIVIL_AFFAIRS, "石平"),
                "changchun": (CHANGCHUN, Role.CIVIL_AFFAIRS, "常春"),
            }
            wanted = [Appointment(*post, password=PASSWORD) for post in posts.values()]
            people = {key: one.post.person for key, one in zip(posts, appoint(grant, wanted), strict=True)}
        child = registered("佟小雨", place=village, on=early)
        with context.within(grants.system()) as grant:
            row = Child.objects.within(grant).get(pk=child)
            record_visit(grant, row, NewVisit(early, "home", no_change=True, words="想妈妈"))
    with context.within(grants.system()):  # as every night
        engine.sweep()
    return SimpleNamespace(child=str(child), village=village, month=f"{early:%Y-%m}", **people)


def test_gongzhuling_moves_to_changchun(site: Site, there: SimpleNamespace, page: Page, browser: Browser) -> None:
    siping, changchun, supervisor = (signed_in(browser, site, getattr(there, who)) for who in (
        "siping", "changchun", "supervisor"))  # fmt: skip
    assert (listed(siping, site), listed(changchun, site)) == (1, 0)
    owed, past = duties(supervisor, site), figures(siping, there.month)
    assert past == {"done": 1, "children": 1}
    assert owed

    move(page, site)

    assert (listed(siping, site), listed(changchun, site)) == (0, 1)
    siping.goto(f"{site.url}/children/{there.child}")
    expect(siping.get_by_text("没有找到")).to_be_visible()
    assert duties(supervisor, site) == owed
    assert (figures(siping, there.month), figures(changchun, there.month)) == (past, {"done": 0, "children": 0})
    assert figures(changchun)["children"] == 1

    director = signed_in(browser, site, there.director)
    assert listed(director, site) == 1
    director.goto(f"{site.url}/children/{there.child}")
    expect(director.locator("[data-test=child-head]")).to_contain_text("公主岭市")
    expect(director.get_by_text("想妈妈")).to_be_visible()
    found_under_the_old_code(site, page)


def move(page: Page, site: Site) -> None:
    """The administrator looks at the change, and makes it."""
    site.sign_in(page, site.cast.administrator)
    page.goto(f"{site.url}/place-changes")
    page.locator("[data-test=new-change]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("划转", exact=True).click()
    _choose(page, "变更的单位", "公主岭市")
    _choose(page, "划入的上级", "长春市")
    dialog.get_by_label("新代码").fill("220184000000")
    dialog.get_by_role("button", name="预览").click()
    expect(page.locator("[data-test=change-preview]")).to_contain_text("公主岭市从四平市划到长春市")
    expect(page.locator("[data-test=change-preview]")).to_contain_text("儿童 1 人")
    dialog.get_by_label("文号").fill("吉政函〔2020〕56号")
    dialog.get_by_label("理由").fill("公主岭市由长春市代管")
    dialog.get_by_role("button", name="确认办理").click()
    row = page.locator("[data-test=changes]").get_by_role("row").filter(has_text="吉政函〔2020〕56号")
    expect(row).to_contain_text("220381000000", timeout=60_000)


def signed_in(browser: Browser, site: Site, person) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    site.sign_in(page, person)
    return page


def listed(page: Page, site: Site) -> int:
    """How many children of this name the register of one's own place shows."""
    search(page, site, "佟小雨")
    expect(page.get_by_text("共").or_(page.locator("[data-test=empty]")).first).to_be_visible()
    return page.locator("main").get_by_role("link", name="佟小雨").count()


def duties(page: Page, site: Site) -> list:
    """What stands on the supervisor's list, with whose it is and until when."""
    found = (
        asked(page, "/duties?state=due&limit=100")["items"] + asked(page, "/duties?state=overdue&limit=100")["items"]
    )
    return sorted(
        (one["rule"], one["place"]["name"], one["due"], (one["child"] or {}).get("name", "")) for one in found
    )


def figures(page: Page, month: str = "") -> dict[str, int]:
    """Of a month: visits done in it, and children at its end; without one, of this month."""
    lines = asked(page, "/home")["lines"]
    [visits] = [line["trend"] for line in lines if "A3-4" in line["counts"]]
    trends = asked(page, "/trends")
    at = trends["months"].index(month) if month else -1
    children = next((one["values"][at] for one in trends["categories"] if one["key"] == "left_behind"), 0)
    return {"done": sum(one["done"] for one in visits if one["month"] == month), "children": children}


def asked(page: Page, path: str):
    """What the server tells this person's browser."""
    return page.evaluate("async path => (await fetch('/api/v1' + path)).json()", path)


def found_under_the_old_code(site: Site, page: Page) -> None:
    search = page.get_by_placeholder("找儿童、地方、人员、功能")
    search.click()
    search.press_sequentially("220381")
    expect(page.get_by_role("option").filter(has_text="公主岭市").first).to_contain_text("长春市")
    command = [sys.executable, "-m", "hutong", "places", "find", "220381"]
    found = subprocess.run(command, env=site.environ, capture_output=True, text=True, check=True)
    assert found.stdout.startswith("220184000000")


def _choose(page: Page, label: str, name: str) -> None:
    page.get_by_role("dialog").get_by_label(label).first.click()
    page.keyboard.type(name)
    page.get_by_role("option", name=name).locator("visible=true").first.click()
