"""The open door: anybody checks a printed paper and reads the handbook, without an account, a script or a cookie; and learns nothing else."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from hutong.accounts import context, grants
from hutong.accounts.limits import OPEN_CHECKS
from hutong.accounts.managers import plain
from hutong.documents.models import Paper
from hutong.ground import clock

pytestmark = pytest.mark.django_db
ADDRESS = "/open/check"


def form(window) -> str:
    [token] = re.findall(r'name="token" value="([^"]+)"', window.get(ADDRESS).content.decode())
    return token


def checked(window, code, token=None) -> str:
    answer = window.post(ADDRESS, {"code": code, "token": form(window) if token is None else token})
    assert answer.status_code == 200
    assert not answer.cookies
    [said] = re.findall(r'<p role="status"[^>]*>(.*?)</p>', answer.content.decode())
    return said


@pytest.fixture
def code(paper):
    with context.within(grants.system()):
        return plain(Paper).get().code


def test_a_paper_is_valid_until_it_is_void_and_nothing_of_it_is_told(paper, code):
    window = Client(enforce_csrf_checks=True)
    assert checked(window, code.lower()).startswith("有效")
    page = window.post(ADDRESS, {"code": code, "token": form(window)}).content.decode()
    assert not any(word in page for word in ("儿童信息卡", "张小明", "赵明", "万宝镇"))
    assert paper.post(f"/papers/{code}/withdraw", {"reason": "打错了"}).status_code == 200
    void = checked(window, code)
    assert void == checked(window, "2222-2222-2222") == checked(window, "")
    assert void.startswith("无效")


def test_a_form_that_this_server_did_not_give_out_lately_checks_nothing(code):
    window = Client()
    token = form(window)
    assert "请重新填一次" in checked(window, code, "")
    assert "请重新填一次" in checked(window, code, token[:-2] + "xx")
    with clock.at(clock.now() + timedelta(hours=1)):
        assert checked(window, code, token).startswith("有效")


def test_who_tries_codes_is_stopped(code):
    window = Client()
    token = form(window)
    for _ in range(OPEN_CHECKS.today().most):
        window.post(ADDRESS, {"code": "x", "token": token})
    assert window.post(ADDRESS, {"code": code, "token": token}).status_code == 429


def test_the_handbook_opens_at_the_screen_by_role(client):
    at = "/open/handbook/at"
    where = lambda asked: unquote(client.get(f"{at}/{asked}").url)  # noqa: E731  # shorter than a function of its own
    assert where("ledgers/supervisor") == "/open/handbook/督导员#导入台账附件2第3条"
    assert where("home/civil_affairs") == "/open/handbook/县级#首页"
    assert where("home/administrator").startswith("/open/handbook/管理员")
    assert where("nothing") == "/open/handbook/县级"
    page = client.get("/open/handbook/督导员").content.decode()
    assert 'id="导入台账附件2第3条"' in page
    assert "<!--" not in page
    assert client.get("/open/handbook/图/迁移.png")["Content-Type"] == "image/png"


@pytest.mark.parametrize("path", ["/open/nothing", "/open/handbook/README", "/open/handbook/图/..", "/open"])
def test_what_is_not_there_says_so(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
