"""Whose keys are known: entered by one officer, confirmed by another at the province, closed by the province."""

import uuid

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level
from hutong.transfers.models import Partner
from hutong.transfers.packets import keys


def trusted(fingerprint: str) -> Partner | None:
    """The partner of a key that was confirmed and is in use."""
    return plain(Partner).filter(fingerprint=fingerprint, closed_on=None, confirmed_on__isnull=False).first()


def may_close(grant: Grant, partner: Partner) -> bool:
    """Whether this officer sits at the province."""
    return grant.narrowed(at_level(partner.place, Level.PROVINCE)) is not None


def may_confirm(grant: Grant, partner: Partner) -> bool:
    """Whether this officer sits at the province, and the key waits and was entered by somebody else."""
    return may_close(grant, partner) and not partner.confirmed_on and grant.person not in (None, partner.added_by)


@action("packets.add_partner", Permission.PACKET)
def add_partner(grant: Grant, name: str, key: str, checked_with: str) -> Partner:
    """Enter another deployment once its fingerprint was compared by telephone; it waits for the province. Raises PacketError."""
    public = keys.parse(key)
    if public == keys.own().public:
        raise Refused([("key", "这是本系统自己的公钥，请填写对方的。")])
    if kept := plain(Partner).filter(fingerprint=public.fingerprint, closed_on=None).first():
        return kept
    return plain(Partner).create(place=grant.places[0], name=name, key=public.text, fingerprint=public.fingerprint,
                                 checked_with=checked_with, added_on=clock.today(), added_by=grant.person,
                                 added_by_name=grant.name)  # fmt: skip


@action("packets.confirm_partner", Permission.PACKET)
def confirm_partner(grant: Grant, partner: uuid.UUID, checked_with: str) -> Partner:
    """A second person, at the province, has compared the fingerprint by telephone; from now on files may go there.

    checked_with: with whom, whose telephone number was looked up and not taken from the entry. Raises Refused.
    """
    row = _locked(grant, partner)
    if row.confirmed_on:
        return row
    if row.added_by and row.added_by == grant.person:
        raise Refused("这把公钥是您本人登记的，请由省级另一位经办人复核。")
    row.confirmed_on, row.confirmed_with = clock.today(), checked_with
    row.confirmed_by, row.confirmed_by_name = grant.person, grant.name
    row.save(update_fields=["confirmed_on", "confirmed_with", "confirmed_by", "confirmed_by_name"])
    return row


@action("packets.close_partner", Permission.PACKET)
def close_partner(grant: Grant, partner: uuid.UUID, reason: str) -> Partner:
    """The key is not the one it is said to be, or is no longer used: nothing goes there, no receipt of it is taken. Raises Refused."""
    row = _locked(grant, partner)
    row.closed_on, row.closed_by_name, row.closed_reason = clock.today(), grant.name, reason
    row.save(update_fields=["closed_on", "closed_by_name", "closed_reason"])
    return row


def _locked(grant: Grant, partner: uuid.UUID) -> Partner:
    row = Partner.objects.within(grant).select_for_update().get(pk=partner)
    if not may_close(grant, row):
        raise Refused("收件方的公钥由省级民政部门复核和停用。")
    if row.closed_on:
        raise Refused("这个收件方已停用。")
    return row
