"""The server with one protection taken away: histories that do not notice it would prove nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

from hutong.accounts import context, people
from hutong.ground import query
from hutong.sync import pull, push, sender, streams, waiting
from tests.cast import JIANGBEI, XINLI
from tests.histories.world import World

BOTH = ((XINLI, XINLI + 1), (JIANGBEI, JIANGBEI + 1))


def _judged_again(device: Any, ops: Any) -> int:
    """What was judged already is judged once more."""
    query.run("DELETE FROM sync_operation WHERE id = ANY (%s)", [[op.id for op in ops]])
    return CLAIMED(device, ops)


def _nothing_removed(grant: Any, wanted: Any) -> Any:
    return SHOWN(grant, wanted)[0], []


def _whole_township(person: Any) -> Any:
    grant = GRANT(person)
    return grant and replace(grant, places=(XINLI, JIANGBEI), bounds=BOTH)


def _one_skipped(cursors: Any) -> Any:
    return AFTER({stream: seq + (seq > 0) for stream, seq in cursors.items()})


@contextmanager
def _in_pieces(device: Any) -> Iterator[Any]:
    """An operation that is not one transaction: what stood before the server died stays."""
    with context.within(device.grant or sender._keeping(device)) as grant:
        context.set_context(bearer=str(device.device))
        try:
            yield grant
        except BaseException as died:
            failed = died
        else:
            failed = None
        context.set_context(bearer="")
    if failed:
        raise failed


def _of(bearer: Any) -> Any:
    person = people.somebody(bearer.person)
    assert person
    return GRANT(person)


CLAIMED, SHOWN, GRANT, AFTER = push._claimed, pull._shown, sender.device_grant, streams.after
SENDER, EPOCH = sender.Sender, pull.present_epoch
BLIND, PUSH, TWICE, DIED = ("phone_blind", 0, 2), ("phone_push", 0, 0), ("phone_push", 0, 4), ("phone_push", 0, 7)
VISIT, BACKUP, RESTORE = ("phone_visit", 0, 0), ("server_backup", 0, 0), ("server_restore", 0, 0)

# What is taken away: (where, name, what stands there instead), and a history that must notice it.
MUTANTS: dict[str, tuple[Any, str, Callable[..., Any], list[tuple[str, int, int]]]] = {
    "judged again when it comes again": (push, "_claimed", _judged_again, [BLIND, TWICE]),
    "removals are not sent": (pull, "_shown", _nothing_removed, [("desk_move", 0, 0)]),
    "a phone reads the village beside": (sender, "device_grant", _whole_township, [("phone_sync", 0, 0)]),
    "a cursor skips an entry": (streams, "after", _one_skipped, [("desk_edit", 0, 0)]),
    "what differs is dropped": (waiting, "conflicts", lambda *given: None, [("desk_and_phone_edit", 0, 0)]),
    "what cannot be applied is dropped": (waiting, "quarantine", lambda *given: None, [BLIND]),
    "a revoked phone reads on": (sender, "Sender", lambda bearer, name, grant: SENDER(bearer, name, grant or _of(bearer)), [("desk_revoke", 0, 0)]),
    "a restore tells nobody": (World, "current_epoch", lambda world: EPOCH(), [BACKUP, VISIT, PUSH, RESTORE]),
    "an operation is not one transaction": (push, "inside", _in_pieces, [VISIT, VISIT, VISIT, DIED]),
}  # fmt: skip


@contextmanager
def mutated(name: str) -> Iterator[list[tuple[str, int, int]]]:
    """The server without one of its protections; gives the history that must notice."""
    where, what, instead, history = MUTANTS[name]
    with mock.patch.object(where, what, instead):
        yield history
