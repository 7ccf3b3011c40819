"""Speaks with the provider of 统一身份认证: OpenID Connect, authorization code with PKCE, state and nonce.

Nothing of it is kept: no token, no account of theirs. What comes back is who signed in there, once (accounts/sso.py).
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from hutong.accounts.provider import Provider, safe
from hutong.ground import clock

PENDING = "sso_pending"
# Longer and the person has gone for tea: the state is refused, and a click begins anew.
PATIENCE = 600
TIMEOUT, KEPT, LEFT_ALONE = 5, 600, 15
# Signed by a key that only the provider has; "none" and shared secrets are not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Refused(Exception):
    """Why nobody is signed in: `expired`, `cancelled`, `unreachable` or `failed` (sentences: locales/zh-CN/sso.json)."""


def provider() -> Provider:
    """The provider of the settings; asked only where there is one."""
    assert settings.SSO
    return settings.SSO


def discovered() -> dict[str, Any]:
    """The provider's own description, kept for ten minutes; one that does not answer is left alone for a while."""
    address = provider().issuer + "/.well-known/openid-configuration"
    key = "sso:" + hashlib.sha256(address.encode()).hexdigest()
    if (kept := cache.get(key)) is None:
        try:
            kept = _checked(_json(requests.get(address, timeout=TIMEOUT)))
        except Refused as refused:
            cache.set(key, str(refused), LEFT_ALONE)
            raise
        except requests.RequestException as error:
            cache.set(key, "unreachable", LEFT_ALONE)
            raise Refused("unreachable") from error
        cache.set(key, kept, KEPT)
    if isinstance(kept, str):
        raise Refused(kept)
    return kept


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    if str(told.get("issuer", "")).rstrip("/") != provider().issuer:
        raise Refused("failed")
    if not all(safe(str(told.get(name, ""))) for name in ENDPOINTS):
        raise Refused("failed")
    return told


def _json(response: requests.Response) -> dict[str, Any]:
    if response.status_code >= 500:
        raise Refused("unreachable")
    try:
        told = response.json()
    except ValueError:
        told = None
    if response.status_code != 200 or not isinstance(told, dict):
        raise Refused("failed")
    return told


def begin(request: HttpRequest, callback: str, following: str) -> str:
    """Where the browser goes to sign in; state, nonce and verifier wait in its session. Raises Refused."""
    told = discovered()
    pending = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[PENDING] = {**pending, "at": clock.now().timestamp(), "callback": callback, "next": following}
    asked = {
        "response_type": "code",
        "client_id": provider().client,
        "redirect_uri": callback,
        "scope": "openid profile",
        "state": pending["state"],
        "nonce": pending["nonce"],
        "code_challenge": _challenge(pending["verifier"]),
        "code_challenge_method": "S256",
    }
    return _with(told["authorization_endpoint"], asked)


def finish(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What the provider says of who came back, and where the browser was going. Raises Refused."""
    pending = request.session.pop(PENDING, None)
    if not pending or not hmac.compare_digest(pending["state"].encode(), request.GET.get("state", "").encode()):
        raise Refused("expired")
    if not 0 <= clock.now().timestamp() - pending["at"] < PATIENCE:
        raise Refused("expired")
    if "code" not in request.GET:
        raise Refused("cancelled" if request.GET.get("error") == "access_denied" else "failed")
    try:
        return _claims(request.GET["code"], pending), pending["next"]
    except requests.RequestException as error:
        raise Refused("unreachable") from error


def _claims(code: str, pending: dict[str, Any]) -> dict[str, Any]:
    told = discovered()
    tokens = _tokens(told, code, pending)
    claims = _identity(told, str(tokens.get("id_token", "")))
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), pending["nonce"].encode()):
        raise Refused("failed")
    if provider().claim not in claims and safe(str(told.get("userinfo_endpoint", ""))):
        more = _json(
            requests.get(
                told["userinfo_endpoint"],
                headers={"Authorization": f"Bearer {tokens.get('access_token', '')}"},
                timeout=TIMEOUT,
            )
        )
        # Of somebody else it says nothing (OpenID Connect Core 5.3.2); who signed in, and how, the token alone says.
        if more.get("sub") == claims["sub"]:
            claims = more | claims
    return claims


def _tokens(told: dict[str, Any], code: str, pending: dict[str, Any]) -> dict[str, Any]:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": pending["callback"],
        "code_verifier": pending["verifier"],
    }
    own = (provider().client, provider().secret)
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if "client_secret_basic" in methods:
        return _json(requests.post(told["token_endpoint"], asked, auth=own, timeout=TIMEOUT, allow_redirects=False))
    asked |= {"client_id": own[0], "client_secret": own[1]}
    return _json(requests.post(told["token_endpoint"], asked, timeout=TIMEOUT, allow_redirects=False))


def _identity(told: dict[str, Any], token: str) -> dict[str, Any]:
    try:
        keys = jwt.PyJWKSet.from_dict(_json(requests.get(told["jwks_uri"], timeout=TIMEOUT)))
        key = _key(keys, jwt.get_unverified_header(token).get("kid"))
        return jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm_name] if key.algorithm_name in ALGORITHMS else [],
            audience=provider().client,
            issuer=told["issuer"],
            leeway=60,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWTError as error:
        raise Refused("failed") from error


def _key(keys: jwt.PyJWKSet, wanted: Any) -> jwt.PyJWK:
    """The key that a token names; where it names none, the only one that there is."""
    fitting = [key for key in keys.keys if wanted in (None, key.key_id)]
    if len(fitting) != 1:
        raise Refused("failed")
    return fitting[0]


def leaving(back: str) -> str:
    """Where the browser signs out at the provider too, for the next person at this computer; empty where it cannot."""
    try:
        end = str(discovered().get("end_session_endpoint", ""))
    except Refused:
        return ""
    asked = {"client_id": provider().client, "post_logout_redirect_uri": back}
    return _with(end, asked) if safe(end) else ""


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _with(address: str, asked: dict[str, str]) -> str:
    return address + ("&" if "?" in address else "?") + urlencode(asked)
