"""Words that people read and that stand in declarations and refusals of the domain: they go through gettext, so that a second
language is a catalogue (LOCALE_PATHS) and no change of code. The Chinese text is the key."""

from typing import Any

from django.utils.translation import gettext


def said(text: Any) -> str:
    """A text in the language of whoever asks; as it stands where no catalogue has it."""
    words = str(text)
    # Of an empty text gettext gives the head of its catalogue.
    return gettext(words) if words else words
