"""`python -m tests.histories.scene`: fills a fresh database with the cast, a village of children and phones; prints them as JSON."""

from __future__ import annotations

import json
import uuid

from hutong.config.commands import common

PHONES, CHILDREN = 4, 20


def main() -> None:
    """{"tokens": [...], "children": [...]}"""
    common.boot()
    from hutong.accounts import context, grants
    from hutong.children.actions import register
    from hutong.children.tests.factories import new
    from hutong.sync import enrolment
    from tests.cast import XINLI, appoint_all, grant_of

    director = appoint_all().director
    with context.within(grants.system()) as grant:
        children = register(grant, [new(f"孩子{n}", place=XINLI) for n in range(CHILDREN)])
    with context.within(grant_of(director)) as grant:
        told = [enrolment.NewPhone(uuid.uuid4(), "", "", "1", "A" * 43, "w") for _ in range(PHONES)]
        tokens = [enrolment.enrol(grant, one).token for one in told]
    print(json.dumps({"tokens": tokens, "children": [str(child) for child in children]}))


if __name__ == "__main__":
    main()
