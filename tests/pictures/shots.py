"""What is photographed: as whom, which page, after which clicks. One line a picture; docs/手册 names them by file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

Step = Callable[["Page"], None]

# Staff numbers of the demo world (hutong/demo/cast.py).
SUPERVISOR, DIRECTOR, COUNTY = "2224260001", "2224260004", "2224260006"
PROVINCE, AUDITOR, ADMINISTRATOR = "2200000001", "2200000002", "2200000003"


@dataclass(frozen=True)
class Shot:
    """One picture. path: address of the page; then: what is done there first; file: below docs/."""

    file: str
    who: str
    path: str
    then: Step | None = None
    phone: bool = False


def first_child(page: "Page") -> None:
    """Open the first child of the list."""
    page.locator("main a[href^='/children/']").first.click()
    page.wait_for_url("**/children/*")


SHOTS = (
    Shot("pictures/desk.png", SUPERVISOR, "/"),
    Shot("pictures/phone.png", DIRECTOR, "/", phone=True),
    Shot("手册/图/儿童档案.png", SUPERVISOR, "/children", first_child),
)
