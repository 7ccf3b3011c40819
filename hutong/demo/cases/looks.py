"""Who looked (未网条例 36): usual sittings at files, and four that the auditor asks about, one of them explained."""

from datetime import date, datetime, timedelta
from random import Random

from hutong.accounts.managers import plain
from hutong.children.models import Child
from hutong.demo.acting import acting, moment
from hutong.demo.cases.choosing import Register
from hutong.demo.child import Invented
from hutong.demo.villages import ANTU, NONGAN, SEED
from hutong.journal import looks as journal
from hutong.journal.actions import looked
from hutong.journal.models import View

ANTU_BUREAU, NONGAN_BUREAU, INSTITUTION, AUDITOR = "2224260006", "2201220003", "2224260007", "2200000002"
MINGYUE, MINGYUES, MINGANS = ANTU + 100_000, "2224260003", "2224260005"
# So many children in half an hour: two beyond what is usual.
MANY = 31


def looks(register: Register, today: date) -> None:
    """Write them."""
    rng = Random(f"{SEED}-looks")
    for days in range(1, 15):
        for who, place in ((MINGYUES, MINGYUE), (ANTU_BUREAU, ANTU), (MINGANS, ANTU + 100_201)):
            here = register.among(place, lambda child: child.file.child["name"][0] != "金")
            for child in rng.sample(here, min(2, len(here))):
                _look(who, child, moment(today, days, rng.randrange(9, 17), rng.randrange(60)))
    _own_name(register, today)
    _one_after_another(register, today)
    _at_night(register, today)


def _own_name(register: Register, today: date) -> None:
    """金哲浩 opens the file of a child called 金."""
    for child in register.among(ANTU, lambda child: child.file.child["name"][0] == "金")[:1]:
        _look(ANTU_BUREAU, child, moment(today, 4, 15, 12))


def _one_after_another(register: Register, today: date) -> None:
    for nth, child in enumerate(register.among(NONGAN)[:MANY]):
        _look(NONGAN_BUREAU, child, moment(today, 6, 14, 2) + timedelta(minutes=nth))


def _at_night(register: Register, today: date) -> None:
    """On duty once, which the auditor asked about; and once more."""
    for nth, child in enumerate(register.among(ANTU)[:2]):
        at = moment(today, 9 if nth else 2, 23, 5)
        _look(INSTITUTION, child, at)
        if nth:
            _explained(child, at)


def _explained(child: Invented, at: datetime) -> None:
    with acting(AUDITOR, at + timedelta(hours=11)) as grant:
        row = plain(View).get(child=child.id, at=at)
        journal.review(grant, row.pk, "explained", "当晚值班，派出所来电核对监护人电话，有值班记录")


def _look(who: str, child: Invented, at: datetime) -> None:
    with acting(who, at) as grant:
        if found := Child.objects.within(grant).filter(pk=child.id).first():
            looked(grant, "open", found.place, found.pk)
