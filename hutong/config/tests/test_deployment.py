"""`hutong serve` refuses what would lay children open, and says why and what to do."""

import subprocess
import sys

import pytest

from hutong.config import deployment
from hutong.config.deployment import Unsafe, check

PROXIED = {"HUTONG_TLS": "1", "HUTONG_PROXIES": "1", "HUTONG_HOSTS": "hutong.example.gov.cn"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "2001:db8::1", "hutong.example.gov.cn"])
def test_without_a_proxy_no_network_reaches_it(host: str) -> None:
    with pytest.raises(Unsafe, match=r"HTTPS 代理.*安全地对外提供服务"):
        check({}, host)
    check(PROXIED, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_for_this_machine_alone_nothing_is_needed(host: str) -> None:
    check({}, host)
    check({"HUTONG_TLS": "0", "HUTONG_PROXIES": "0"}, host)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"HUTONG_TLS": "1"}, "谁都可以自称来自 HTTPS"),
        ({"HUTONG_TLS": "true", "HUTONG_PROXIES": "1"}, "HUTONG_TLS 只能是"),
        ({"HUTONG_PROXIES": "1"}, "却不是 1"),
        ({"HUTONG_PROXIES": "-1"}, "0 至 9 的整数"),
        ({"HUTONG_PROXIES": "一"}, "0 至 9 的整数"),
        (PROXIED | {"HUTONG_HOSTS": "*"}, "逐个写出"),
        ({"HUTONG_HOSTS": ".gov.cn"}, "逐个写出"),
        (PROXIED | {"HUTONG_HOSTS": ""}, "别的机器都打不开"),
        (PROXIED | {"HUTONG_HOSTS": "127.0.0.1,[::1],localhost"}, "别的机器都打不开"),
        (PROXIED | {"HUTONG_ORIGINS": "https://a.example,http://b.example"}, "“http://b.example”却不是"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(environ: dict[str, str], said: str) -> None:
    with pytest.raises(Unsafe, match=said):
        check(environ)


def test_serve_says_it_before_it_touches_anything(tmp_path) -> None:
    command = [sys.executable, "-m", "hutong", "serve", "--host", "0.0.0.0", "--data", str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert deployment.NO_PROXY.format(host="0.0.0.0") in done.stderr
    assert not (tmp_path / "data").exists()
