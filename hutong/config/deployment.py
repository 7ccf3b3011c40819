"""What a deployment must not be: open to a network without a proxy that encrypts, or with settings that contradict each other.

A proxy (nginx, say) receives each request whole before it passes it on, limits connections an address, and keeps the
certificate; 手册/管理员 has an example.
"""

import ipaddress
from collections.abc import Mapping

SEE = "见《系统管理员》手册“安全地对外提供服务”一节。"
NO_PROXY = (
    "不能在 {host} 上直接对外提供服务：没有 HTTPS 时密码和孩子的情况在网络上是明文，也没有人替护童挡住占着连接不放的人。"
    "请让护童只在 127.0.0.1 上提供服务，前面放一个会先收完整个请求的 HTTPS 代理，设置 HUTONG_TLS=1、HUTONG_PROXIES=1。"
)
TLS = "HUTONG_TLS 只能是 1（前面有 HTTPS 代理）或 0，现在是“{value}”。"
PROXIES = "HUTONG_PROXIES 是前面自己的代理的层数，应为 0 至 9 的整数，现在是“{value}”。"
UNPROXIED = (
    "HUTONG_TLS=1 说前面有 HTTPS 代理，HUTONG_PROXIES 却是 0：谁都可以自称来自 HTTPS，所有人的网络地址都会记成代理的。"
    "请写上有几层代理，例如 HUTONG_PROXIES=1。"
)
UNENCRYPTED = (
    "HUTONG_PROXIES={value} 说前面有代理，HUTONG_TLS 却不是 1：登录凭据会在网络上明文传送，网络地址也可以伪造。"
    "请在代理上启用 HTTPS，设置 HUTONG_TLS=1。"
)
ANY_HOST = "HUTONG_HOSTS 里不能有“*”或以“.”开头的名称：请逐个写出护童的域名。"
ONLY_HERE = (
    "HUTONG_TLS=1，HUTONG_HOSTS 里却没有护童的域名：别的机器都打不开。请写上，例如 HUTONG_HOSTS=hutong.example.gov.cn。"
)
ORIGIN = "HUTONG_TLS=1，HUTONG_ORIGINS 里的“{value}”却不是 https:// 开头。请改成 https://，或者删去这一项。"


class Unsafe(Exception):
    """Why it is not started so; the sentence says what to do."""


def check(environ: Mapping[str, str], host: str = "127.0.0.1") -> None:
    """Raise Unsafe where the settings contradict each other, or would be open to a network without a proxy before it."""
    if words := _contradiction(environ):
        raise Unsafe(words + SEE)
    if not is_loopback(host) and environ.get("HUTONG_PROXIES", "0") == "0":
        raise Unsafe(NO_PROXY.format(host=host) + SEE)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address; a name other than localhost may be anything."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _contradiction(environ: Mapping[str, str]) -> str | None:
    tls, proxies = environ.get("HUTONG_TLS", ""), environ.get("HUTONG_PROXIES", "0")
    if tls not in ("", "0", "1"):
        return TLS.format(value=tls)
    if not (len(proxies) == 1 and proxies in "0123456789"):
        return PROXIES.format(value=proxies)
    if tls == "1" and proxies == "0":
        return UNPROXIED
    if tls != "1" and proxies != "0":
        return UNENCRYPTED.format(value=proxies)
    hosts = [name.strip() for name in environ.get("HUTONG_HOSTS", "").split(",") if name.strip()]
    if any(name.startswith(("*", ".")) for name in hosts):
        return ANY_HOST
    if tls == "1" and all(is_loopback(name.strip("[]")) for name in hosts):
        return ONLY_HERE
    origins = [origin for origin in environ.get("HUTONG_ORIGINS", "").split(",") if origin]
    if tls == "1" and (plain := [origin for origin in origins if not origin.startswith("https://")]):
        return ORIGIN.format(value=plain[0])
    return None
