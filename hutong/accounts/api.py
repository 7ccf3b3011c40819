"""Who is signed in, and in which role the person acts."""

from ninja import Router

from hutong.accounts import held, passwords, second_factor
from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, Request, grant_for, permits
from hutong.accounts.models import Post
from hutong.accounts.permissions import ANNEX, Permission, Role
from hutong.accounts.schemas import Acting, ActingIn, Me, MyPost, PersonOut, RoleOut
from hutong.ground import clock
from hutong.places import refs as named
from hutong.places.schemas import PlaceRef

router = Router(tags=["账号"])


@router.get("/me", response=Me)
@permits(Permission.SIGNED_IN)
def me(request: Request) -> Me:
    """The person, the posts held today, and what the role acted in may do."""
    return _me(request)


@router.post("/me/acting", response=Me)
@permits(Permission.SIGNED_IN)
def set_acting(request: Request, data: ActingIn) -> Me:
    """Act in another of one's roles for the rest of the session."""
    if data.role not in {post.role for post in held.posts_of(request.user)}:
        raise Problem(403, "您没有担任这个岗位。", "no_such_post", [("role", "您没有担任这个岗位。")])
    request.session["role"] = data.role
    request.grant = grant_for(request, Permission.SIGNED_IN)
    return _me(request)


def _me(request: Request) -> Me:
    person, grant = request.user, request.grant
    posts = held.posts_of(person)
    refs = named.refs([post.place for post in posts])
    return Me(
        person=PersonOut(id=str(person.id), name=person.name, staff_number=person.staff_number),
        posts=[_post(post, refs[post.place]) for post in posts],
        acting=_acting(grant, refs),
        roles=[RoleOut(role=role, role_name=Role(role).label) for role in dict.fromkeys(p.role for p in posts)],
        permissions=sorted(grant.permissions),
        today=clock.today(),
        must_change_password=person.must_change_password or passwords.too_old(person),
        must_enrol=second_factor.missing(request, person, grant),
    )


def _post(post: Post, ref: PlaceRef) -> MyPost:
    role = Role(post.role)
    return MyPost(
        id=str(post.id),
        role=role,
        role_name=role.label,
        place=ref,
        path=named.path_text(post.place),
        since=post.since,
    )


def _acting(grant: Grant, refs: dict[int, PlaceRef]) -> Acting | None:
    if grant.role is None:
        return None
    places = [refs[place] for place in grant.places]
    return Acting(role=grant.role, role_name=grant.role.label, places=places, annex=ANNEX.get(grant.role))
