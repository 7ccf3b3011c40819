"""What `hutong ledger …` does: the contract on which other tools rely."""

from datetime import date
from pathlib import Path
from typing import Any

from hutong.accounts import context, grants, held, people
from hutong.accounts.grants import Grant
from hutong.accounts.permissions import Permission, Role
from hutong.ground import clock
from hutong.ledgers.intake import actions, work
from hutong.ledgers.intake.tasks import save, summary
from hutong.ledgers.models import LedgerImport
from hutong.ledgers.reading.answer import as_json
from hutong.ledgers.reading.errors import LedgerError
from hutong.ledgers.reading.reading import read


class LedgerRefused(LedgerError):
    """The command was asked for something that cannot be; the sentence says what."""


def check(path: Path, place: int, on: date) -> dict[str, Any]:
    """Check a ledger of a unit as on a day; changes nothing. Raises LedgerError."""
    book = read(path)
    grant = grants.system()
    with context.within(grant):
        checked = work.checked(_over(grant, place), book, place, on).checked
    return as_json(checked, path.name)


def import_(path: Path, place: int, staff_number: str) -> dict[str, Any]:
    """Import a ledger in the name of a member of staff. Raises LedgerError, LedgerRefused."""
    grant = _grant(staff_number, place)
    book = read(path)
    with context.within(grant):
        ledger = actions.upload(grant, place, path.name, path.read_bytes())
        checked, op = work.written(grant, ledger, book)
        save(ledger, **summary(checked), status=LedgerImport.Status.DONE, finished_at=clock.now(), op=op)
    return as_json(checked, path.name) | {"import_id": str(ledger.pk)}


def _over(grant: Grant, place: int) -> Grant:
    narrowed = grant.narrowed(place)
    assert narrowed, "the system's grant covers every place"
    return narrowed


def _grant(staff_number: str, place: int) -> Grant:
    person = people.called(staff_number)
    if person is None:
        raise LedgerRefused(f"没有工号为 {staff_number} 的工作人员；用 hutong posts 可以查看工号。")
    for role in {post.role for post in held.posts_of(person)}:
        grant = held.grant_of(person, Role(role))
        if grant and grant.allows(Permission.LEDGER_IMPORT) and grant.covers(place):
            return grant
    raise LedgerRefused(f"{person.name}（{staff_number}）没有在这个单位导入台账的岗位。")
