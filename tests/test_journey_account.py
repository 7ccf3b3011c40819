"""账号安全 in a real browser: a second factor set up, asked for, replaced by a recovery code once; the oldest session ends."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD
from tests.journeys import Site

pytestmark = pytest.mark.django_db


def code_of(secret: str, later: int = 0) -> str:
    """What the app on the phone shows now, or a step later."""
    from allauth.mfa.totp.internal import auth

    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + later))


def give_password(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/login")
    page.get_by_label("工号或手机号").fill(site.cast.antu.staff_number)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("验证码")).to_be_visible()


def give_code(page: Page, code: str) -> None:
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_county_officer_signs_in_with_a_second_factor(site: Site, page: Page, browser: Browser) -> None:
    site.sign_in(page, site.cast.antu)
    page.goto(f"{site.url}/security")
    page.get_by_role("button", name="设置第二步验证").click()
    secret = page.locator("[data-test=secret]").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(code_of(secret))
    page.get_by_role("button", name="完成设置").click()
    expect(page.locator("[data-test=codes] li")).to_have_count(10)
    recovery = page.locator("[data-test=codes] li").first.inner_text()
    page.get_by_role("button", name="我已抄好").click()
    expect(page.get_by_text("还有 10 个恢复码没有用")).to_be_visible()

    second = browser.new_context().new_page()
    give_password(second, site)
    give_code(second, "000000")
    expect(second.get_by_role("alert")).to_contain_text("验证码不对")
    # The next code: the present one was used when the factor was set up.
    give_code(second, code_of(secret, 1))
    second.wait_for_url(lambda address: "/login" not in address)

    third = browser.new_context().new_page()
    give_password(third, site)
    give_code(third, recovery)
    third.wait_for_url(lambda address: "/login" not in address)

    fourth = browser.new_context().new_page()
    give_password(fourth, site)
    give_code(fourth, recovery)
    expect(fourth.get_by_role("alert")).to_contain_text("验证码不对")
    give_code(fourth, last_code(third, site))
    fourth.wait_for_url(lambda address: "/login" not in address)

    # Three at a time: the first page is told why it is out.
    page.reload()
    expect(page.get_by_text("您的账号在其他设备登录，超过了允许的数量")).to_be_visible()


def last_code(page: Page, site: Site) -> str:
    """A fresh recovery code, got where the person is signed in."""
    page.goto(f"{site.url}/security")
    expect(page.get_by_text("还有 9 个恢复码没有用")).to_be_visible()
    page.get_by_role("button", name="换一组恢复码").click()
    return page.locator("[data-test=codes] li").last.inner_text()
