"""Writes the people of the demo world and their posts."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from hutong.accounts import context, grants, people, phones
from hutong.accounts.managers import plain
from hutong.accounts.models import Person, Post, new_id
from hutong.accounts.permissions import Role
from hutong.children import bulk
from hutong.demo.cast import MARK, PASSWORD
from hutong.demo.numbers import staff_phone
from hutong.demo.staff import Officer, Staff
from hutong.ground import kind
from hutong.ground.days import days
from hutong.journal.actions import operation
from hutong.workforce import organisations

BASIS = {
    Role.CHILD_DIRECTOR: "村（居）民委员会推荐，乡镇人民政府（街道办事处）任用",
    Role.SUPERVISOR: "乡镇人民政府（街道办事处）任用",
}


def appoint_all(staff: Staff) -> None:
    """Write everybody at once. One hash serves all: the password is public, and argon2 would take minutes."""
    hashed = make_password(PASSWORD)
    with context.within(grants.system()), operation("workforce.appoint"):
        plain(Person).bulk_create([_person(officer, nth, hashed) for nth, officer in enumerate(staff.officers, 1)])
        bulk.insert(Post, [row for officer in staff.officers for row in _posts(officer)])


def is_made() -> bool:
    """Whether this database has the demo world already; it is written in one transaction, so half of it cannot be."""
    return people.called(MARK) is not None


def is_somebodys() -> bool:
    """Whether real people are there, among whom invented children must not be put."""
    with context.within(grants.system()):
        return Person.objects.exists() and not is_made()


def whose() -> str | None:
    """Whose people are in the database: kind.DEMO, kind.REAL, or None where nobody is."""
    return kind.DEMO if is_made() else kind.REAL if is_somebodys() else None


def _person(officer: Officer, nth: int, hashed: str) -> Person:
    number = staff_phone(nth)
    person = Person(
        id=officer.id,
        place=officer.posts[0][0],
        staff_number=officer.staff_number,
        name=officer.name,
        password=hashed,
        phone_token=phones.token(number),
    )
    person.phone = Person._meta.get_field("phone").close(person, number)  # type: ignore[attr-defined]  # django-types knows plain fields only
    return person


def _organisation(place: int, officer: Officer) -> UUID | None:
    entry = organisations.named(place, officer.role, officer.organisation)
    return entry.pk if entry else None


def _posts(officer: Officer) -> list[dict]:
    return [
        {
            "id": new_id(),
            "person_id": officer.id,
            "role": officer.role,
            "place": place,
            "organisation_id": _organisation(place, officer),
            "sealed": officer.sealed,
            "period": days(since, until),
            "basis": BASIS.get(officer.role, ""),
            "ended_reason": "辞去工作" if until else "",
        }
        for place, since, until in officer.posts
    ]
