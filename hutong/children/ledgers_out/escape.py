"""Text cells that a spreadsheet would run as a formula, made harmless; `ledger.text.clean` takes the mark off again."""

from typing import Any

# Excel and WPS also look past leading blanks, and some versions take the full-width signs for the plain ones.
STARTS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
MARK = "'"


def escaped(value: Any) -> Any:
    """A text that could be run gets an apostrophe in front; numbers and everything else stay as they are."""
    if isinstance(value, str) and value.lstrip(" \u3000\xa0").startswith(STARTS):
        return MARK + value
    return value
