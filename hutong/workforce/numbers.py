"""Staff numbers and initial passwords."""

import secrets

from django.db import connection
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast

from hutong.accounts.models import Person

# Without letters and digits that are taken for each other when read aloud or from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def next_staff_number(place: int) -> str:
    """The county's six digits and a running number of four or more, unused so far; holds until the transaction ends."""
    county = str(place)[:6]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('staff_number'), %s)", [int(county)])
    used = Person.objects.filter(staff_number__regex=rf"^{county}\d{{4,6}}$")
    last = used.aggregate(last=Max(Cast("staff_number", BigIntegerField())))["last"]
    number = int(str(last)[6:]) + 1 if last else 1
    return f"{county}{number:04}"


def initial_password() -> str:
    """Ten random characters, 49 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))
