"""Routes of a child's papers and of 核验."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse
from ninja import Router

from hutong.accounts import shares
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, missing, permits
from hutong.accounts.limits import CODES, PRINTS, UNMASK, UNMASK_DAY, limited
from hutong.accounts.models import Share
from hutong.accounts.permissions import Permission
from hutong.children.models import Child
from hutong.children.opening import reach
from hutong.children.parts import label
from hutong.children.protecting.reading import Recipient, hidden_from, protections
from hutong.documents import printed
from hutong.documents.download import download
from hutong.documents.models import Series
from hutong.documents.numbering.actions import number_of, own
from hutong.ground import clock
from hutong.journal.actions import looked
from hutong.sharing.printing import schemas as s
from hutong.sharing.printing import show

router = Router(tags=["printing"])
GLASS = "紧急查看只用于当场救助，不能打印。需要纸质材料的，请儿童居住地的县级民政部门授权查看。"
ONLY_OUT = "本单位留存的材料不编文号。"
NOT_HANDED_ON = "按授权打印的材料只能本单位留存，不能交给其他人。"
PAPERS = {
    "card": ("儿童信息卡", "sharing/papers/card.typ", show.card),
    "file": ("儿童档案（一人一档）", "sharing/papers/file.typ", show.whole),
}


def printable(request: Request, text: str) -> Child:
    """A child of the jurisdiction, or one whom shares open: then with their parts alone, and for the office's own use."""
    found = reach(request, text)
    if request.grant.child:
        given = [share for share in request.shares if share.kind != Share.Kind.BREAK_GLASS]
        if not given:
            raise Problem(403, GLASS, "not_printed", keep=True)
        shared = {part for share in given for part in share.parts}
        request.shares, request.grant = given, shares.without(request.grant, request.grant.parts - shared)
    return found


def _choices(grant: Grant) -> dict[str, str]:
    return {key: title for key, title in show.choices().items() if not grant.child or key in grant.parts}


def _recipients(grant: Grant) -> list[Recipient]:
    # What an office was given to read for a purpose is not its to hand on.
    return [Recipient.OWN] if grant.child else list(Recipient)


def _series(grant: Grant) -> list[Series]:
    """Numbered is what the office gives out in its own name, not what it was given to read."""
    return [] if grant.child else own(grant)


@router.get("/children/{child}/print", response=s.PrintForm)
@permits(Permission.PRINT)
def print_form(request: Request, child: str) -> Any:
    held = protections(request.grant, printable(request, child))
    return {
        "parts": _options(_choices(request.grant).items()),
        "recipients": [
            {"value": one.value, "label": one.label, "hidden": hidden_from(one, held)}
            for one in _recipients(request.grant)
        ],
        "may_unmask": request.grant.allows(Permission.CHILD_UNMASK),
        "mark": show.marks(held),
        "share": _under(request),
        "series": _options((one.pk, one.code) for one in _series(request.grant)),
    }


@router.post("/children/{child}/print")
@limited(PRINTS)
@limited(UNMASK, when=lambda given, **_: given.full_numbers)
@limited(UNMASK_DAY, when=lambda given, **_: given.full_numbers)
@permits(Permission.PRINT)
def print_paper(request: Request, child: str, given: s.PrintIn) -> FileResponse:
    """The paper as PDF; X-Hutong-Unprintable names characters that stand on it as U+XXXXX, X-Hutong-Number its 文号 (percent-encoded)."""
    found = printable(request, child)
    if not set(given.parts) <= set(_choices(request.grant)):
        raise Problem(
            422, "要打印的内容里有不认识或者没有授权的项目。", "invalid", [("parts", "请刷新页面后重新选择。")]
        )
    if given.recipient not in _recipients(request.grant):
        raise Problem(422, NOT_HANDED_ON, "invalid", [("recipient", NOT_HANDED_ON)])
    if given.full_numbers and not request.grant.allows(Permission.CHILD_UNMASK):
        raise Problem(422, "您的岗位不能打印完整号码。", "invalid", [("full_numbers", "请去掉这一选项。")])
    if given.series and (given.recipient == Recipient.OWN or request.grant.child):
        raise Problem(422, ONLY_OUT, "invalid", [("series", ONLY_OUT)])
    issued, name = _printed(request, found, given)
    response = download(issued.content, name, "application/pdf")
    response["X-Hutong-Unprintable"] = " ".join(issued.unprintable)
    response["X-Hutong-Number"] = quote(issued.number)
    return response


def _printed(request: Request, child: Child, given: s.PrintIn) -> tuple[printed.Issued, str]:
    title, template, data = PAPERS[given.paper]
    parts = tuple(given.parts or _choices(request.grant))
    options = show.Options(given.recipient, parts, given.full_numbers, _under(request))
    seen = show.look(request.grant, child, options)
    recipient = f"{given.recipient.label} {given.recipient_name.strip()}".strip()
    # Before the answer leaves, as every look at a file.
    looked(request.grant, "print", child.place, child.pk, f"打印{title}，交给{recipient}：{given.purpose}"[:200])
    if given.full_numbers:
        looked(request.grant, "unmask", child.place, child.pk, given.purpose)
    wanted = printed.Wanted(
        template, title, child.place, show.unit(seen), given.purpose, recipient, child.pk, child.rev, given.series
    )
    issued = printed.issue(request.grant, wanted, data(seen))
    return issued, show.file_name(title, child, issued.paper.pk)


def _under(request: Request) -> str:
    """Under which share a paper is printed, as it says itself; empty in the jurisdiction."""
    if not request.grant.child:
        return ""
    until = max(share.until for share in request.shares)
    return (
        f"本件按授权打印，只载明授权的内容：{'、'.join(label(request.grant.parts))}；没有授权的不在本件上。"
        f"授权用途：{'；'.join(dict.fromkeys(share.purpose for share in request.shares))}，有效到"
        f"{until.astimezone(clock.SHANGHAI):%Y-%m-%d}。"
    )


@router.get("/papers/{paper_code}", response=s.PaperOut)
@limited(CODES)
@permits(Permission.SIGNED_IN)
def check(request: Request, paper_code: str) -> Any:
    """核验: whether a paper with this code was printed, by which office and when; inside the jurisdiction also by whom,
    what for, and whether the file changed since."""
    return _checked(request, paper_code)


@router.get("/papers/{paper_code}/copy")
@limited(PRINTS)
@limited(UNMASK)
@limited(UNMASK_DAY)
@permits(Permission.PRINT)
def issued_copy(request: Request, paper_code: str) -> FileResponse:
    """A numbered paper as it was issued, whatever the file says by now. It may say full numbers, so it counts and is logged as
    showing them: the register names the codes, and one by one they would be an export."""
    paper, content = printed.copy(request.grant, paper_code)
    for kind in ("print", "unmask"):
        looked(request.grant, kind, paper.place, paper.child, f"看留存件：{paper.title}")
    return download(content, f"{paper.title}-{paper.code}.pdf", "application/pdf")


@router.post("/papers/{paper_code}/withdraw", response=s.PaperOut)
@permits(Permission.PRINT)
def withdraw(request: Request, paper_code: str, given: s.PaperWithdrawIn) -> Any:
    """Say that a paper is void; whoever checks its code is told."""
    printed.withdraw(request.grant, paper_code, given.reason)
    return _checked(request, paper_code)


def _checked(request: Request, code: str) -> dict[str, Any]:
    paper = printed.find(request.grant, code) if request.grant.allows(Permission.PRINT) else None
    if paper is None:
        elsewhere = printed.checked(code)
        if elsewhere is None:
            raise missing("打印件")
        return elsewhere
    child = Child.objects.within(request.grant).filter(pk=paper.child).first() if paper.child else None
    told = {name: getattr(paper, name) for name in s.PaperOut.model_fields if hasattr(paper, name)}
    return told | {
        "own": True,
        "child": child.pk if child else None,
        "child_name": child.name if child else "",
        "changed": child.rev != paper.rev if child else None,
        "number": number_of(request.grant, paper),
        "copy_kept": paper.copy is not None,
    }


def _options(choices: Any) -> list[dict[str, str]]:
    return [{"value": str(value), "label": str(label)} for value, label in choices]
