"""Text cells that a spreadsheet would run as a formula, made harmless; `ledger.text.clean` takes the mark off again."""

from typing import Any

# Excel and WPS also look past leading blanks, and some versions take the full-width signs for the plain ones.
STARTS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
MARK = "'"
BLANKS = " \u3000\xa0"
FIRST = frozenset(STARTS) | frozenset(BLANKS)


def escaped(value: Any) -> Any:
    """A text that could be run gets an apostrophe in front; numbers and everything else stay as they are."""
    if isinstance(value, str) and value[:1] in FIRST and value.lstrip(BLANKS).startswith(STARTS):
        return MARK + value
    return value
