"""Shapes of what /me answers."""

from datetime import date

from ninja import Schema

from hutong.places.schemas import PlaceRef


class PersonOut(Schema):
    id: str
    name: str
    staff_number: str


class RoleOut(Schema):
    role: str
    role_name: str


class MyPost(Schema):
    """One post held today; path is the place with all units above it."""

    id: str
    role: str
    role_name: str
    place: PlaceRef
    path: str
    since: date


class Acting(Schema):
    """The role acted in: its posts act together. annex: which numbered list of duties the home page shows."""

    role: str
    role_name: str
    places: list[PlaceRef]
    annex: str | None


class Me(Schema):
    """must_enrol: a second factor must be set up before anything else."""

    person: PersonOut
    posts: list[MyPost]
    acting: Acting | None
    roles: list[RoleOut]
    permissions: list[str]
    today: date
    must_change_password: bool
    must_enrol: bool


class ActingIn(Schema):
    role: str
