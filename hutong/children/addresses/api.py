"""Routes of 地址保密 and 回避: whose whereabouts are kept from whom, since when and on what ground."""

import uuid
from datetime import timedelta
from typing import Any

from ninja import Router

from hutong.accounts.http import Request, missing, permits
from hutong.accounts.permissions import Permission, Role
from hutong.children.addresses import schemas as s
from hutong.children.models import AddressProtection, Child
from hutong.children.models.protection import Against, Basis
from hutong.children.opening import fetch
from hutong.children.protecting import actions
from hutong.children.protecting.avoiding import kept_out
from hutong.children.protecting.reading import protections

router = Router(tags=["addresses"])


@router.get("/children/{child}/address-protections", response=s.ProtectionList)
@permits(Permission.CHILD_READ)
def address_protections(request: Request, child: str) -> Any:
    return _listed(request, fetch(request, child))


@router.post("/children/{child}/address-protections", response=s.ProtectionList)
@permits(Permission.CHILD_WRITE)
def protect_address(request: Request, child: str, given: s.ProtectionIn) -> Any:
    found = fetch(request, child)
    actions.protect_address(request.grant, found, **given.model_dump())
    return _listed(request, found)


@router.post("/children/{child}/address-protections/{protection}/end", response=s.ProtectionList)
@permits(Permission.CHILD_WRITE)
def end_protection(request: Request, child: str, protection: uuid.UUID, given: s.EndProtectionIn) -> Any:
    found = fetch(request, child)
    try:
        actions.end_protection(request.grant, found, protection, given.reason)
    except AddressProtection.DoesNotExist:
        raise missing("地址保密") from None
    return _listed(request, found)


def _listed(request: Request, child: Child) -> dict[str, Any]:
    return {
        "items": [_protection(row) for row in protections(request.grant, child)],
        "against": _options(Against.choices),
        "bases": _options(Basis.choices),
        "kept_out": kept_out(request.grant, child),
        "may_end": request.grant.allows(Permission.CHILD_WRITE) and request.grant.role != Role.CHILD_DIRECTOR,
    }


def _protection(row: AddressProtection) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("id", "against_name", "document", "decided_by")}
    upper = row.period.upper
    return plain | {
        "against": Against(row.against).label,
        "basis": Basis(row.basis).label,
        "since": row.period.lower,
        "until": upper - timedelta(1) if upper else None,
    }


def _options(choices: Any) -> list[dict[str, str]]:
    return [{"value": str(value), "label": str(label)} for value, label in choices]
