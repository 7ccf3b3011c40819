"""Phone numbers as keys: one person, one number, however it was typed."""

import unicodedata

from hutong.accounts.models import Person
from hutong.ground import sealing
from hutong.ground.sealing import SealedTextField


def digits(text: str) -> str:
    """The bare digits of a number, full-width ones too; without the prefix 86 of a mainland mobile."""
    kept = "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isdecimal())
    return kept[2:] if len(kept) == 13 and kept.startswith("861") else kept


def is_mobile(text: str) -> bool:
    """Whether bare digits are a mainland mobile number: eleven of them, the second from 3 up."""
    return len(text) == 11 and text[0] == "1" and text[1] >= "3"


def token(text: str) -> bytes:
    """The keyed hash under which a person's phone is found; equal for all ways of writing one number."""
    return sealing.token(digits(text))


def masked(text: str | None) -> str | None:
    """A number as lists show it: 138 •••• 0000."""
    return f"{text[:3]} •••• {text[-4:]}" if text and len(text) >= 8 else None


def of(person: Person) -> str | None:
    """A person's number in the clear."""
    return _field().open(person)


def give(person: Person, text: str) -> None:
    """Set a person's number, sealed, with the hash by which sign-in finds it; the person is not saved."""
    number = digits(text)
    person.phone = _field().close(person, number)
    person.phone_token = token(number) if number else None


def _field() -> SealedTextField:
    field = Person._meta.get_field("phone")
    assert isinstance(field, SealedTextField)
    return field
