"""The only writers of the register: civil affairs of the place and above."""

import uuid

from django.db import IntegrityError, transaction

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import Organisation, new_id
from hutong.accounts.permissions import LEVELS, Permission, Role
from hutong.accounts.phones import digits
from hutong.ground import clock, query
from hutong.journal.actions import action
from hutong.places.codes import level_of
from hutong.places.models import Place

Kind = Organisation.Kind
# Which kind of organisation a post of each role belongs to.
OF_ROLE = {
    Role.DEPARTMENT: Kind.DEPARTMENT,
    Role.PARTNER: Kind.BODY,
    Role.PROTECTION_INSTITUTION: Kind.PROTECTION_INSTITUTION,
    Role.WELFARE_INSTITUTION: Kind.WELFARE_INSTITUTION,
}


@action("organisations.unit", Permission.SIGNED_IN)
def _make_unit(grant: Grant, place: int) -> uuid.UUID | None:
    [[found]] = query.rows("SELECT organisation_unit(%s)", [place])
    return found


def unit(grant: Grant, place: int) -> Organisation:
    """The office that stands for a place in shares, its own or another county's; made when first needed.

    Raises Problem 404 where there is no such place.
    """
    found = plain(Organisation).filter(place=place, kind=Kind.UNIT).first()
    if found is None and (made := _make_unit(grant, place)):
        found = plain(Organisation).get(pk=made)
    if found is None:
        raise missing("地方")
    return found


@action("organisations.add", Permission.ORGANISATION_WRITE)
def add(
    grant: Grant, place: int, kind: str, name: str, contact: str = "", phone: str = "", id: uuid.UUID | None = None
) -> Organisation:
    """Enter an organisation where it stands. The same id sent again answers with what is kept. Raises Problem."""
    if kept := Organisation.objects.within(grant).filter(pk=id, place=place, kind=kind).first():
        return kept
    _check_place(grant, place, kind)
    row = Organisation(id=id or new_id(), place=place, kind=kind, name=name, contact=contact)
    _give_phone(row, phone)
    return _saved(row, insert=True)


@action("organisations.change", Permission.ORGANISATION_WRITE)
def change(grant: Grant, organisation: uuid.UUID, name: str, contact: str, phone: str | None) -> Organisation:
    """Correct an entry; phone: None leaves the number as it is. Raises Problem."""
    row = _mine(grant, organisation)
    row.name, row.contact = name, contact
    if phone is not None:
        _give_phone(row, phone)
    return _saved(row)


@action("organisations.close", Permission.ORGANISATION_WRITE)
def close(grant: Grant, organisation: uuid.UUID, reason: str) -> Organisation:
    """Close an entry with the reason; posts and shares of it stay in the records. Raises Problem."""
    row = _mine(grant, organisation)
    if row.closed_on:
        raise Problem(409, f"“{row.name}”已于{row.closed_on}停用。", "already_closed")
    row.closed_on, row.closed_reason = clock.today(), reason
    row.save(update_fields=["closed_on", "closed_reason"])
    return row


@action("organisations.reopen", Permission.ORGANISATION_WRITE)
def reopen(grant: Grant, organisation: uuid.UUID) -> Organisation:
    """Take a closing back. Raises Problem."""
    row = _mine(grant, organisation)
    row.closed_on, row.closed_reason = None, ""
    return _saved(row)


def named(place: int, role: Role, name: str) -> Organisation | None:
    """The entry that a post's department in words means, made inside an appointment when it is new."""
    kind = OF_ROLE.get(role)
    if kind is None or not name:
        return None
    found = plain(Organisation).filter(place=place, kind=kind, name=name, closed_on=None).first()
    return found or plain(Organisation).create(id=new_id(), place=place, kind=kind, name=name)


def _mine(grant: Grant, organisation: uuid.UUID) -> Organisation:
    row = Organisation.objects.within(grant).exclude(kind=Kind.UNIT).select_for_update().filter(pk=organisation).first()
    if row is None:
        raise missing("单位")
    return row


def _check_place(grant: Grant, place: int, kind: str) -> None:
    if grant.narrowed(place) is None or not Place.objects.filter(code=place).exists():
        raise missing("地方")
    if kind == Kind.UNIT:
        raise Problem(422, "民政部门和乡镇由系统按行政区划建立，不用登记。", "invalid", [("kind", "请选择其他类型。")])
    if level_of(place) not in LEVELS[Role.DEPARTMENT]:
        raise Problem(422, "单位登记在县级以上。", "invalid", [("place", "请选择县（市、区）或以上的地方。")])


def _give_phone(row: Organisation, text: str) -> None:
    column = Organisation._meta.get_field("phone")
    row.phone = column.close(row, digits(text)) if text else None  # type: ignore[attr-defined]  # django-types knows plain fields only


def _saved(row: Organisation, *, insert: bool = False) -> Organisation:
    try:
        with transaction.atomic():
            row.save(force_insert=insert)
    except IntegrityError as taken:
        told = f"这里已经登记了“{row.name}”。"
        raise Problem(409, told, "already_there", [("name", told)]) from taken
    return row
