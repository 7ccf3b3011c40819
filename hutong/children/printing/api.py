"""Routes of a child's papers, of 核验, and of 地址保密."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Router

from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.permissions import Permission, Role
from hutong.children import actions
from hutong.children.api import fetch
from hutong.children.models import AddressProtection, Child
from hutong.children.models.protection import Against, Basis
from hutong.children.printing import schemas as s
from hutong.children.printing import show
from hutong.children.protecting import Recipient, hidden_from, protections
from hutong.documents import printed
from hutong.journal.actions import looked

router = Router(tags=["printing"])
PAPERS = {
    "card": ("儿童信息卡", "children/papers/card.typ", show.card),
    "file": ("儿童档案（一人一档）", "children/papers/file.typ", show.whole),
}


def own(request: Request, text: str) -> Child:
    """A child of the caller's own jurisdiction: what was shared for reading is not printed."""
    found = fetch(request, text)
    if not request.grant.covers(found.place):
        raise missing("档案")
    return found


@router.get("/children/{child}/print", response=s.PrintForm)
@permits(Permission.PRINT)
def print_form(request: Request, child: str) -> Any:
    held = protections(request.grant, own(request, child))
    return {
        "parts": _options(show.choices().items()),
        "recipients": [{"value": one.value, "label": one.label, "hidden": hidden_from(one, held)} for one in Recipient],
        "may_unmask": request.grant.allows(Permission.CHILD_UNMASK),
        "mark": show.marks(held),
    }


@router.post("/children/{child}/print")
@permits(Permission.PRINT)
def print_paper(request: Request, child: str, given: s.PrintIn) -> HttpResponse:
    """The paper as PDF; X-Hutong-Unprintable names characters that stand on it as U+XXXXX."""
    found = own(request, child)
    unknown = [key for key in given.parts if key not in show.choices()]
    if unknown:
        raise Problem(422, "要打印的内容里有不认识的项目。", "invalid", [("parts", "请刷新页面后重新选择。")])
    if given.full_numbers and not request.grant.allows(Permission.CHILD_UNMASK):
        raise Problem(422, "您的岗位不能打印完整号码。", "invalid", [("full_numbers", "请去掉这一选项。")])
    issued, name = _printed(request, found, given)
    response = HttpResponse(issued.content, content_type="application/pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Hutong-Unprintable"] = " ".join(issued.unprintable)
    return response


def _printed(request: Request, child: Child, given: s.PrintIn) -> tuple[printed.Issued, str]:
    title, template, data = PAPERS[given.paper]
    parts = tuple(given.parts or show.choices())
    seen = show.look(request.grant, child, show.Options(given.recipient, parts, given.full_numbers))
    recipient = f"{given.recipient.label} {given.recipient_name.strip()}".strip()
    # Before the answer leaves, as every look at a file.
    looked(request.grant, "print", child.place, child.pk, f"打印{title}，交给{recipient}：{given.purpose}"[:200])
    if given.full_numbers:
        looked(request.grant, "unmask", child.place, child.pk, given.purpose)
    wanted = printed.Wanted(
        template, title, child.place, show.unit(seen), given.purpose, recipient, child=child.pk, rev=child.rev
    )
    issued = printed.issue(request.grant, wanted, data(seen))
    return issued, show.file_name(title, child, issued.paper.pk)


@router.get("/papers/{paper_code}", response=s.PaperOut)
@permits(Permission.PRINT)
def check(request: Request, paper_code: str) -> Any:
    """核验: whether a paper with this code was printed here, by whom, and whether the file changed since."""
    paper = printed.find(request.grant, paper_code)
    if paper is None:
        raise missing("打印件")
    child = Child.objects.within(request.grant).filter(pk=paper.child).first() if paper.child else None
    told = {name: getattr(paper, name) for name in s.PaperOut.model_fields if hasattr(paper, name)}
    return told | {
        "child": child.pk if child else None,
        "child_name": child.name if child else "",
        "changed": child.rev != paper.rev if child else None,
    }


@router.get("/children/{child}/address-protections", response=s.ProtectionList)
@permits(Permission.CHILD_READ)
def address_protections(request: Request, child: str) -> Any:
    return _listed(request, own(request, child))


@router.post("/children/{child}/address-protections", response=s.ProtectionList)
@permits(Permission.CHILD_WRITE)
def protect_address(request: Request, child: str, given: s.ProtectionIn) -> Any:
    found = own(request, child)
    try:
        actions.protect_address(request.grant, found, **given.model_dump())
    except actions.ProtectionRefused as refused:
        raise Problem(422, str(refused), "invalid", refused.errors) from None
    return _listed(request, found)


@router.post("/children/{child}/address-protections/{protection}/end", response=s.ProtectionList)
@permits(Permission.CHILD_WRITE)
def end_protection(request: Request, child: str, protection: uuid.UUID, given: s.EndProtectionIn) -> Any:
    found = own(request, child)
    try:
        actions.end_protection(request.grant, found, protection, given.reason)
    except AddressProtection.DoesNotExist:
        raise missing("地址保密") from None
    except actions.ProtectionRefused as refused:
        raise Problem(422, str(refused), "invalid", refused.errors) from None
    return _listed(request, found)


def _listed(request: Request, child: Child) -> dict[str, Any]:
    return {
        "items": [_protection(row) for row in protections(request.grant, child)],
        "against": _options(Against.choices),
        "bases": _options(Basis.choices),
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
