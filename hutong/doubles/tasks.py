"""Comparing files in the background: whoever wrote one does not wait for the rest of the country."""

import uuid

from procrastinate.contrib.django import app

from hutong.accounts import context, grants
from hutong.doubles import find
from hutong.ground.work import AGAIN


@app.task(queue="doubles", retry=AGAIN)
def find_doubles(child_id: str) -> None:
    """Compare one file with all others, wherever they are; who sees both sides is told."""
    with context.within(grants.system()) as system:
        find.find(system, [uuid.UUID(child_id)])
