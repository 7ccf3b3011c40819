"""What a visit asks, in order; the same at the desk and on a phone."""

from collections.abc import Iterable, Sequence
from typing import Any

from hutong.care.models import CHECKLIST, SEEN, Finding, Mode, Visit, WordsBy
from hutong.care.questions.schemas import ToAsk
from hutong.children.models.choices import Risk


def form(last: Visit | None, to_ask: Sequence[ToAsk] = ()) -> dict[str, Any]:
    """VisitForm (schemas.py), with what was answered last time and what is to be asked."""
    return {
        "modes": _options(Mode.choices),
        "seen": _options(SEEN.items()),
        "checklist": _options(CHECKLIST.items()),
        "findings": _options(Finding.choices),
        "words_by": _options(WordsBy.choices),
        "risks": _options(Risk.choices),
        "to_ask": list(to_ask),
        "last": last,
    }


def _options(choices: Iterable[tuple[Any, Any]]) -> list[dict[str, str]]:
    return [{"value": str(value), "label": str(label)} for value, label in choices if value != ""]
