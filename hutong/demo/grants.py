"""In whose name work is written: a township's supervisor's, and the bureau's where that post is vacant."""

from hutong.accounts import held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Role
from hutong.demo.staff import Officer, Staff
from hutong.places.codes import Level, at_level


class Grants:
    """The grant for each township, made once."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._bureaus = {
            officer.posts[0][0]: officer for officer in staff.officers if officer.role == Role.CIVIL_AFFAIRS
        }
        self._known: dict[int, Grant] = {}

    def of_township(self, township: int) -> Grant:
        """A grant over one township."""
        if township not in self._known:
            self._known[township] = self._make(township)
        return self._known[township]

    def of_unit(self, unit: int) -> Grant:
        """The bureau's grant over one of the three units."""
        return _grant(self._bureaus[unit], unit)

    def _make(self, township: int) -> Grant:
        officer = self._staff.supervisor(township) or self._bureau(township)
        return _grant(officer, township)

    def _bureau(self, township: int) -> Officer:
        above = (at_level(township, Level.COUNTY), at_level(township, Level.PREFECTURE))
        return next(self._bureaus[place] for place in above if place in self._bureaus)


def _grant(officer: Officer, place: int) -> Grant:
    person = people.somebody(officer.id)
    grant = held.grant_of(person) if person else None
    narrowed = grant.narrowed(place) if grant else None
    if narrowed is None:
        raise LookupError(f"{officer.name} has no post over {place}")
    return narrowed
