"""统一身份认证 (OpenID Connect): what the environment says of the provider; without HUTONG_SSO_ISSUER there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Provider:
    """claim: which claim holds the staff number. trusts_mfa: whether its second factor may stand for ours."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str = "统一身份认证"
    claim: str = "staff_number"
    trusts_mfa: bool = False


def read(environment: Mapping[str, str]) -> Provider | None:
    """The provider of the environment. Raises ImproperlyConfigured where what it says cannot be safe or cannot work."""
    found = {name: environment.get(f"HUTONG_SSO_{name}", "").strip() for name in ("ISSUER", "CLIENT", "SECRET")}
    if not found["ISSUER"]:
        return None
    if lacking := [f"HUTONG_SSO_{name}" for name, value in found.items() if not value]:
        raise ImproperlyConfigured(f"{', '.join(lacking)} is not set, and HUTONG_SSO_ISSUER is")
    if not safe(found["ISSUER"]):
        raise ImproperlyConfigured("HUTONG_SSO_ISSUER must begin with https:// (http:// only on this machine)")
    mfa = environment.get("HUTONG_SSO_MFA", "own")
    if mfa not in ("own", "provider"):
        raise ImproperlyConfigured(f"HUTONG_SSO_MFA is own or provider, not {mfa}")
    return Provider(
        found["ISSUER"].rstrip("/"),
        found["CLIENT"],
        found["SECRET"],
        environment.get("HUTONG_SSO_NAME", "").strip() or Provider.name,
        environment.get("HUTONG_SSO_CLAIM", "").strip() or Provider.claim,
        mfa == "provider",
    )


def safe(address: str) -> bool:
    """Whether nobody on the way can read or change what goes to an address."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
