"""What is photographed: as whom, which page, after which clicks. One line a picture; docs/手册 names them by file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

Step = Callable[["Page"], None]

# Staff numbers of the demo world (hutong/demo/cast.py).
SUPERVISOR, DIRECTOR, COUNTY, WITH_CHILDREN = "2224260003", "2224260005", "2224260006", "2224260005"
INSTITUTION, AUDITOR, ADMINISTRATOR = "2224260007", "2200000002", "2200000003"
DESK, NARROW, FIELD = "desk", "narrow", "field"


@dataclass(frozen=True)
class Shot:
    """One picture. path: address of the page; then: what is done there first; file: below docs/; on: which screen."""

    file: str
    who: str
    path: str
    then: Step | None = None
    on: str = DESK


def first_child(page: "Page") -> None:
    """Open the first child of the list."""
    page.locator("main a[href*='/children/']:not([href$='/new'])").first.click()
    page.wait_for_url("**/children/*")


def visit(page: "Page") -> None:
    """The visit of the first child."""
    first_child(page)
    page.get_by_role("link", name="去看孩子").first.click()


def told(page: "Page") -> None:
    """What a new phone says first is read."""
    if page.get_by_role("button", name="知道了").is_visible():
        page.get_by_role("button", name="知道了").click()


def first_campaign(page: "Page") -> None:
    """How far the survey that runs is, by township."""
    page.locator("main a[href*='/campaigns/']:not([href$='/new'])").first.click()
    page.wait_for_url("**/campaigns/*")


def first_batch(page: "Page") -> None:
    """What the first report to the national system holds."""
    page.get_by_role("button", name="生成这一批").click()
    page.get_by_text("下载报送文件").first.wait_for(timeout=60_000)


SHOTS = (
    Shot("pictures/desk.png", SUPERVISOR, "/"),
    Shot("pictures/phone.png", DIRECTOR, "/m/", told, on=FIELD),
    Shot("手册/图/儿童档案.png", SUPERVISOR, "/children", first_child),
    Shot("手册/图/台账报送.png", SUPERVISOR, "/exports"),
    Shot("手册/图/平衡关系.png", SUPERVISOR, "/balance"),
    Shot("手册/图/月度台账.png", SUPERVISOR, "/months"),
    Shot("手册/图/免办和交办.png", SUPERVISOR, "/decisions"),
    Shot("手册/图/迁移.png", SUPERVISOR, "/moves"),
    Shot("手册/图/疑似重复.png", SUPERVISOR, "/doubles"),
    Shot("手册/图/重点核查.png", SUPERVISOR, "/key-checks"),
    Shot("手册/图/县级首页.png", COUNTY, "/"),
    Shot("手册/图/摸底排查.png", COUNTY, "/campaigns", first_campaign),
    Shot("手册/图/全国系统.png", COUNTY, "/exchange", first_batch),
    Shot("手册/图/紧急查看.png", COUNTY, "/break-glass"),
    Shot("手册/图/审计.png", AUDITOR, "/looks"),
    Shot("手册/图/区划变更.png", ADMINISTRATOR, "/place-changes"),
    Shot("手册/图/手机-今日.png", DIRECTOR, "/m/", told, on=FIELD),
    Shot("手册/图/手机-走访.png", DIRECTOR, "/m/children", visit, on=FIELD),
    Shot("手册/图/手机-紧急上报.png", DIRECTOR, "/m/urgent", on=FIELD),
)
