"""Papers."""

from __future__ import annotations

from typing import Any

from tests.access.objects.making import Made, makes, system


@makes("paper_code")
def _paper(place: int, made: Made) -> Any:
    from hutong.documents.printed import Wanted, issue

    wanted = Wanted("documents/tests/sample.typ", "样张", place, "样张", "测试", child=made("child"))
    return issue(system(), wanted, {"subtitle": ["", ""], "rows": [], "visits": []}).paper.code
