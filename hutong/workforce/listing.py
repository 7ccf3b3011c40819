"""Posts and vacancies as lists."""

from typing import Any

from django.db.models import Q, QuerySet

from hutong.accounts import context, grants, phones, positions, withheld
from hutong.accounts.grants import Grant
from hutong.accounts.models import Post
from hutong.accounts.permissions import MAY_HOLD_SEALED, Role
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.codes import Level
from hutong.places.models import Place
from hutong.places.schemas import PlaceRef
from hutong.workforce.schemas import PostPerson, PostRow

# Units that may be without somebody in a post that each should have (S2-1).
WANTED = {"villages": (Role.CHILD_DIRECTOR, Level.VILLAGE), "townships": (Role.SUPERVISOR, Level.TOWNSHIP)}


def posts_in(grant: Grant, role: Role | None, after: str | None) -> dict[str, Any]:
    """Posts (schemas.py): those held now or to begin in a grant's jurisdiction."""
    found, foot = positions.listed(held(grant, role), ("place", "role", "id"), after)
    return {"items": rows(found), **foot}


def vacant(grant: Grant, of: str, after: str | None) -> dict[str, Any]:
    """Vacancies (schemas.py): where a director or a supervisor is missing. of: a key of WANTED."""
    found, foot = positions.listed(vacancies(grant, *WANTED[of]), ("code",), after)
    return {"items": found, **foot}


def vacancies(grant: Grant, role: Role, level: Level) -> QuerySet[Place]:
    """Units of a level in the jurisdiction where nobody holds the post today, S2-1."""
    inside = Q(pk__in=[])
    for low, high in grant.bounds:
        inside |= Q(code__gte=low, code__lt=high)
    filled = Post.objects.within(grant).filter(role=role, period__contains=clock.today())
    return Place.objects.filter(inside, level=level).exclude(code__in=filled.values("place")).order_by("code")


def rows(posts: list[Post]) -> list[PostRow]:
    """Posts as lists show them; each with its person loaded."""
    refs = named.refs({post.place for post in posts})
    withheld.load([post.person for post in posts])
    return [row(post, refs[post.place]) for post in posts]


def row(post: Post, place: PlaceRef) -> PostRow:
    """One post as lists show it."""
    person, role = post.person, Role(post.role)
    phone = phones.of(person)
    return PostRow(
        id=str(post.id),
        person=PostPerson(
            id=str(person.id),
            name=person.name,
            staff_number=person.staff_number,
            phone_masked=phones.masked(phone),
        ),
        role=role,
        role_name=role.label,
        place=place,
        since=post.since,
        until=post.period.upper,
        basis=post.basis,
        sealed=post.sealed,
        may_hold_sealed=role in MAY_HOLD_SEALED,
        organisation=post.organisation.name if post.organisation else "",
        suspended=not person.is_active,
        suspended_until=person.suspended_until,
        suspended_reason=person.suspended_reason,
        second_factor=person.second_factor_at is not None,
    )


def all_posts() -> list[dict[str, Any]]:
    """Every post held today, for `hutong posts --json`."""
    grant = grants.system()
    with context.within(grant):
        found = list(held(grant).filter(period__contains=clock.today()).order_by("place", "role", "id"))
        refs = named.refs({post.place for post in found})
        return [
            {
                "id": str(post.id),
                "staff_number": post.person.staff_number,
                "name": post.person.name,
                "role": post.role,
                "role_name": Role(post.role).label,
                "place": post.place,
                "place_name": refs[post.place].name,
                "since": post.since,
            }
            for post in found
        ]


def not_over() -> Q:
    """Posts held today or to begin."""
    return Q(period__upper_inf=True) | Q(period__endswith__gt=clock.today())


def held(grant: Grant, role: Role | None = None) -> QuerySet[Any]:
    """Posts held now or to begin, in no order; each with its person."""
    rows = Post.objects.within(grant).filter(not_over()).select_related("person", "organisation")
    return rows.filter(role=role) if role else rows
