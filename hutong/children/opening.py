"""How a file is opened: in the jurisdiction whole, beyond it by a live share and only the parts shared."""

from hutong.accounts import shares
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, missing, parsed_id
from hutong.accounts.models import Share
from hutong.children import alias
from hutong.children.models import Child
from hutong.children.parts import WHEREABOUTS
from hutong.children.protecting.avoiding import absent
from hutong.children.protecting.reading import protections
from hutong.journal.actions import looked


def fetch(request: Request, text: str) -> Child:
    """The child in the caller's scope, the look logged; what is elsewhere or nowhere answers 404.

    A route that shows a file to those with whom parts of it are shared says so: `reach`.
    """
    key = parsed_id(text)
    found = Child.objects.within(request.grant).filter(alias.meant(request.grant, key)).first()
    if found is None:
        raise absent(request.grant, alias.current(request.grant, key))
    looked(request.grant, "open", found.place, found.pk)
    return found


def reach(request: Request, text: str, *parts: str) -> Child:
    """The child in the caller's scope, or one that shares open for it; the look logged where the child lives.

    By a share the request's grant becomes one over this child alone, so that whatever follows writes nothing and reads
    nothing else. parts: what the route shows; Problem 403 where they are not shared. Elsewhere and nowhere answer 404.
    """
    key = parsed_id(text)
    if found := Child.objects.within(request.grant).filter(alias.meant(request.grant, key)).first():
        looked(request.grant, "open", found.place, found.pk)
        return found
    key = alias.current(request.grant, key)
    given = shares.of_child(request.grant, key)
    if not given:
        raise absent(request.grant, key)
    request.shares, request.grant = given, shares.opening(request.grant, given)
    found = Child.objects.within(request.grant).filter(pk=key).first()
    if found is None:
        raise missing("档案")
    broken = given[0].kind == Share.Kind.BREAK_GLASS
    if not broken and protections(request.grant, found):
        # 地址保密: whoever helps the other parent may sit in the office that reads.
        request.grant = shares.without(request.grant, WHEREABOUTS)
    demand(request.grant, *parts)
    looked(request.grant, "break_glass" if broken else "shared", found.place, found.pk, given[0].purpose)
    return found


def demand(grant: Grant, *parts: str) -> None:
    """Refuse what a share did not open; in the jurisdiction everything is open. Raises Problem 403."""
    if grant.child and not grant.parts.issuperset(parts):
        raise Problem(403, "这部分内容没有授权给您的单位。", "not_shared")
