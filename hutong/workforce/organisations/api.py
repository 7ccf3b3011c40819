"""Routes of the register of organisations."""

from typing import Any

from ninja import Query, Router

from hutong.accounts.grants import Grant
from hutong.accounts.http import Request, missing, parsed_id, permits
from hutong.accounts.models import Organisation
from hutong.accounts.permissions import Permission
from hutong.ground.sealing import unsealed
from hutong.workforce import organisations
from hutong.workforce.organisations import listing
from hutong.workforce.organisations import schemas as s

router = Router(tags=["organisations"])
WHAT = "单位"


@router.get("/organisations", response=s.Organisations)
@permits(Permission.ORGANISATION_READ)
def register(request: Request, asked: Query[s.OrganisationsIn]) -> Any:
    return _register(request, asked)


@router.post("/search/organisations", response=s.Organisations)
@permits(Permission.ORGANISATION_READ)
def search(request: Request, given: s.OrganisationsSearchIn) -> Any:
    """The same by words: a contact's name may be among them, and no address holds one."""
    return _register(request, given, given.q)


def _register(request: Request, asked: s.OrganisationsIn, q: str = "") -> Any:
    grant = asked.within(request.grant)
    return listing.listing(grant, asked.kind or "", q, asked.after, closed=asked.closed, above=asked.above)


@router.post("/organisations", response=s.OrganisationOut)
@permits(Permission.ORGANISATION_WRITE)
def add(request: Request, given: s.OrganisationIn) -> Any:
    return _shown(request.grant, organisations.add(request.grant, **given.model_dump()))


@router.patch("/organisations/{organisation}", response=s.OrganisationOut)
@permits(Permission.ORGANISATION_WRITE)
def change(request: Request, organisation: str, given: s.OrganisationChange) -> Any:
    key = parsed_id(organisation, WHAT)
    return _shown(request.grant, organisations.change(request.grant, key, given.name, given.contact, given.phone))


@router.post("/organisations/{organisation}/close", response=s.OrganisationOut)
@permits(Permission.ORGANISATION_WRITE)
def close(request: Request, organisation: str, given: s.ClosingIn) -> Any:
    return _shown(request.grant, organisations.close(request.grant, parsed_id(organisation, WHAT), given.reason))


@router.post("/organisations/{organisation}/reopen", response=s.OrganisationOut)
@permits(Permission.ORGANISATION_WRITE)
def reopen(request: Request, organisation: str) -> Any:
    return _shown(request.grant, organisations.reopen(request.grant, parsed_id(organisation, WHAT)))


@router.get("/organisations/{organisation}/phone", response=s.OrganisationPhone)
@permits(Permission.ORGANISATION_READ)
def phone(request: Request, organisation: str) -> Any:
    """The whole number of an office in the jurisdiction, for calling it."""
    row = Organisation.objects.within(request.grant).filter(pk=parsed_id(organisation, WHAT)).first()
    number = unsealed(row, "phone") if row else None
    if not number:
        raise missing("电话")
    return {"phone": number}


def _shown(grant: Grant, row: Organisation) -> dict[str, Any]:
    return listing.of(grant, [row])[0]
