"""How far a long piece of work is. It is one transaction, of which nobody sees anything before it ends: so the session that
works says it in its own name, which PostgreSQL shows to others at once (pg_stat_activity)."""

import uuid

from hutong.ground import query

NAME = "{what} {key} {done}/{total}"
HEARD = "SELECT split_part(application_name, ' ', 3) FROM pg_stat_activity WHERE application_name LIKE %s"


def tell(what: str, key: uuid.UUID, done: int, total: int) -> None:
    """Say it for the rest of this transaction. what: one word, such as ledger. total: 0 while something is waited for."""
    query.rows(
        "SELECT set_config('application_name', %s, true)", [NAME.format(what=what, key=key, done=done, total=total)]
    )


def heard(what: str, key: uuid.UUID) -> tuple[int, int] | None:
    """Done and total of a work that somebody does at this moment; None before and after."""
    found = query.rows(HEARD, [f"{what} {key} %"])
    if not found:
        return None
    done, _, total = found[0][0].partition("/")
    return int(done), int(total)
