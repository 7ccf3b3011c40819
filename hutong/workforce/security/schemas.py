"""Shapes of 账号安全."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=6, max_length=12)]


class SessionOut(Schema):
    """One place where the person is signed in; here: the one that asks."""

    id: str
    device: str
    address: str
    how: str
    began_at: datetime
    seen_at: datetime
    here: bool


class Security(Schema):
    """codes_left: recovery codes not used yet. password_until: the day on which the password grows old, where it does."""

    second_factor_needed: bool
    second_factor_at: datetime | None
    codes_left: int
    password_changed_at: datetime | None
    password_until: date | None
    sessions: list[SessionOut]
    sessions_allowed: int
    idle_minutes: int


class FactorBeginIn(Schema):
    """password: asked for unless the sign-in was a few minutes ago."""

    password: str = Field("", max_length=128)


class FactorBegun(Schema):
    """What an authenticator app takes in: a picture (SVG, drawn here) or the secret, typed."""

    svg: str
    secret: str


class FactorCodeIn(Schema):
    code: Code


class RecoveryCodes(Schema):
    """Recovery codes, shown this once."""

    codes: list[str]


class SignInOut(Schema):
    id: str
    at: datetime
    address: str
    device: str
    how: str
    result: str
    ok: bool


class SignIns(Schema):
    """The newest hundred; kept_days: how long they are kept."""

    name: str
    items: list[SignInOut]
    total: int
    next: str | None
    kept_days: int


class AccountReasonIn(Schema):
    reason: Reason


class SuspendIn(Schema):
    """until: the first day on which the account works again; none: until somebody resumes it."""

    reason: Reason
    until: date | None = None
