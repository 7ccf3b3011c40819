"""What PostgreSQL cannot keep is refused at the door."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.config.clean_body import storable


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ('{"name": "王秀兰"}', True),
        (r'{"name": "\u738b"}', True),
        (r'{"name": "\ud840\udc00"}', True),
        (r'{"path": "c:\\u0000"}', True),
        (r'{"name": "\u0000"}', False),
        (r'{"name": "\\\u0000"}', False),
        ('{"name": "\x00"}', False),
        (r'{"name": "\ud840"}', False),
        (r'{"name": "\ud840x\udc00"}', False),
        (r'{"name": "\udc00"}', False),
        (r'{"name": "\ud840\n\udc00"}', False),
        (r'{"name": "\udc00\ud840"}', False),
    ],
)
def test_nul_and_halves_of_characters_are_found_however_they_are_escaped(body: str, kept: bool) -> None:
    assert storable(body.encode()) is kept


@given(st.text(st.characters(codec=None)), st.booleans())
def test_the_answer_is_that_of_a_json_reader(text: str, ascii_only: bool) -> None:
    body = json.dumps(text, ensure_ascii=ascii_only)
    try:
        sent = body.encode()
    except UnicodeEncodeError:
        return
    read = json.loads(sent)
    assert storable(sent) is ("\x00" not in read and not any("\ud800" <= letter <= "\udfff" for letter in read))
