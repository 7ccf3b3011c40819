"""Sealed facts: written and read by posts named for them only; nothing of it shows below the county."""

from datetime import date

from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.accounts.scope import Grant
from hutong.children import bulk
from hutong.children.models import Child, SealedFact
from hutong.children.models.choices import SealedKind
from hutong.journal.actions import action


@action("children.seal_fact", Permission.SEALED)
def seal_fact(grant: Grant, child: Child, kind: SealedKind, detail: str, since: date | None) -> SealedFact:
    """Keep a sealed fact. The child's rev, duties and village history stay as they are, so that no trace shows."""
    key = new_id()
    secrets = bulk.sealed(SealedFact, key, {"kind": kind.value, "detail": detail})
    return plain(SealedFact).create(id=key, child=child, place=child.place, since=since, **secrets)
