"""Routes of the screens that join domains: home, duties, the list of children, the search box."""

from typing import Any

from django.db.models import Q
from ninja import Query, Router

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, permits, place_in
from hutong.accounts.limits import NUMBERS, limited
from hutong.accounts.models import Post
from hutong.accounts.permissions import Permission, Role
from hutong.children.api import router as files
from hutong.children.opening import fetch
from hutong.children.values.id_number import read_id_number
from hutong.desk import children, definitions, duties, home, office, owed, sealed_figures, trends, visits, waiting
from hutong.desk import duty_schemas as d
from hutong.desk import office_schemas as o
from hutong.desk import schemas as s
from hutong.desk.clauses import TEXTS, every
from hutong.duties.registry import rules
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import parent_code
from hutong.places.find import find

router = Router(tags=["desk"])


@router.get("/home", response=s.Home)
@permits(Permission.HOME)
def home_page(request: Request, place: int | None = None) -> Any:
    grant, unit = place_in(request.grant, place)
    return home.home(grant, unit, request.grant)


@router.get("/waits", response=d.Waits)
@permits(Permission.SIGNED_IN)
def what_waits(request: Request) -> Any:
    return waiting.waits(request.grant)


@router.get("/clauses", response=list[d.ClauseText])
@permits(Permission.SIGNED_IN)
def every_clause(request: Request) -> Any:
    return [one._asdict() for one in every()]


@router.get("/office", response=o.OfficeHome)
@permits(Permission.SIGNED_IN)
def office_home(request: Request) -> Any:
    return office.home(request.grant)


@router.get("/trends", response=o.Trends)
@permits(Permission.HOME)
def over_the_months(request: Request, place: int | None = None) -> Any:
    return trends.trends(place_in(request.grant, place)[0])


@router.get("/definition", response=o.Definition)
@permits(Permission.HOME)
def of_figure(request: Request, clause: str = "A3-2") -> Any:
    if clause not in TEXTS:
        raise Problem(422, f"没有编号为“{clause}”的职责。", "invalid")
    return definitions.definition(clause)


@router.get("/sealed-figures", response=o.SealedFigures)
@permits(Permission.SEALED)
def of_sealed(request: Request, place: int | None = None) -> Any:
    _, unit = place_in(request.grant, place)
    return sealed_figures.figures(request.grant, unit)


@router.get("/duties", response=d.DutyList)
@permits(Permission.DUTY_WRITE)
def duty_list(request: Request, asked: Query[s.DutyListIn]) -> Any:
    clause = asked.clause
    if clause and clause not in TEXTS and clause not in {rule.clause for rule in rules()}:
        raise Problem(422, f"没有编号为“{clause}”的职责。", "invalid")
    return duties.listing(asked.within(request.grant), asked, asked.after, asked.limit)


@router.get("/duty-choices", response=d.DutyChoices)
@permits(Permission.DUTY_WRITE)
def duty_choices(request: Request, place: int | None = None) -> Any:
    return duties.choices(place_in(request.grant, place)[0])


def _by_number(given: s.SearchIn, **_: Any) -> bool:
    """Asking by number is counted: numbers tried one by one must not tell who is registered."""
    return bool(read_id_number(given.q.strip()).number)


@router.get("/children/{child}/owed", response=d.OwedOfChild)
@permits(Permission.CHILD_READ)
def owed_of_child(request: Request, child: str) -> Any:
    return owed.of_child(request.grant, fetch(request, child))


# Beside POST /children: one address must stand in one router, or Django asks only the first.
@files.get("/children", response=s.ChildList)
@permits(Permission.CHILD_READ)
def child_list(request: Request, asked: Query[s.ChildListIn]) -> Any:
    return _children(request, asked)


@router.post("/search/children", response=s.ChildList)
@limited(NUMBERS, when=_by_number)
@permits(Permission.CHILD_READ)
def child_search(request: Request, given: s.ChildSearchIn) -> Any:
    """The same list, of those whom words name: a name or a number is never part of an address (routers and proxies keep those)."""
    return _children(request, given, given.q)


def _children(request: Request, asked: s.ChildListIn, q: str = "") -> Any:
    return children.listing(asked.within(request.grant), asked, asked.after, asked.limit, q)


@router.get("/visits", response=s.VisitList)
@permits(Permission.CHILD_READ)
def visit_list(request: Request, asked: Query[s.VisitListIn]) -> Any:
    return visits.listing(asked.within(request.grant), asked, asked.after, asked.limit)


@router.post("/search", response=s.SearchResults)
@limited(NUMBERS, when=_by_number)
@permits(Permission.SIGNED_IN)
def search(request: Request, given: s.SearchIn) -> Any:
    """Children, places and people of the scope by words, which no address may hold."""
    grant, q = request.grant, given.q
    return {
        "children": children.search(grant, q) if grant.allows(Permission.CHILD_READ) else [],
        "places": [_place(hit) for place in grant.places for hit in find(q, within=place, limit=6)][:6],
        "people": _people(grant, q) if grant.allows(Permission.POST_READ) else [],
    }


def _place(place: Any) -> dict[str, Any]:
    above = named.path_text(parent) if (parent := parent_code(place.code)) else ""
    return {"code": place.code, "name": place.name, "level": place.level, "path": above}


def _people(grant: Grant, q: str) -> list[dict[str, str]]:
    asked = Q(person__name__startswith=q.strip()) | Q(person__staff_number=q.strip())
    held = Post.objects.within(grant).filter(asked, period__contains=clock.today()).select_related("person")[:6]
    places = named.names({post.place for post in held})
    return [{"name": p.person.name, "post": Role(p.role).label, "place": places.get(p.place, "")} for p in held]
