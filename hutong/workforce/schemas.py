"""Shapes of posts."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints, field_validator

from hutong.accounts import phones
from hutong.accounts.lists import OfPlace
from hutong.accounts.permissions import Role
from hutong.ground import clock
from hutong.places.schemas import PlaceRef

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
FIRST_DAY = date(1980, 1, 1)


class PostFilters(Schema):
    """Of the list of posts."""

    role: Role | None = None


class PostsIn(PostFilters, OfPlace):
    """What the list of posts is asked for."""


class VacanciesIn(OfPlace):
    of: Literal["villages", "townships"] = "villages"


class PostPerson(Schema):
    id: str
    name: str
    staff_number: str
    phone_masked: str | None


class PostRow(Schema):
    """suspended, second_factor: of the person's account, whatever the post. may_hold_sealed: whether it may be named so."""

    id: str
    person: PostPerson
    role: str
    role_name: str
    place: PlaceRef
    since: date
    until: date | None
    basis: str
    sealed: bool
    may_hold_sealed: bool
    organisation: str
    suspended: bool
    suspended_until: date | None
    suspended_reason: str
    second_factor: bool


class PostMade(PostRow):
    """initial_password: shown once, where the person is new."""

    initial_password: str | None


class PostRequest(Schema):
    """The post waits for another bureau, in words."""

    asked: str


class Posts(Schema):
    """Posts of a unit, held now or to begin."""

    items: list[PostRow]
    total: int
    next: str | None


class Vacancies(Schema):
    """Villages of a unit without a child director, or its townships without a supervisor."""

    items: list[PlaceRef]
    total: int
    next: str | None


class PostIn(Schema):
    """id: made by the client; sent twice, it fills one post. organisation: its name in the register, or a new one."""

    id: UUID | None = None
    place: int = Field(ge=0, lt=10**12)
    role: Role
    name: Name
    phone: Line = ""
    staff_number: Line | None = None
    since: date
    basis: Line = ""
    sealed: bool = False
    organisation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""

    @field_validator("phone")
    @classmethod
    def _mobile(cls, text: str) -> str:
        if text and not phones.is_mobile(phones.digits(text)):
            raise ValueError("手机号码应为11位数字。")
        return text

    @field_validator("since")
    @classmethod
    def _sensible(cls, day: date) -> date:
        if not FIRST_DAY <= day <= clock.today().replace(day=1).replace(year=clock.today().year + 1):
            raise ValueError("任职日期不对，请核对年份。")
        return day


class PostEnd(Schema):
    on: date
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class NewPassword(Schema):
    initial_password: str


class PasswordIn(Schema):
    old: str = Field(max_length=128)
    new: str = Field(max_length=128)
