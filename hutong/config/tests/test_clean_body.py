"""What PostgreSQL cannot keep is refused at the door."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.config.clean_body import storable
from hutong.config.unstorable import refusal


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


@pytest.mark.parametrize(
    ("body", "query", "message", "fields"),
    [
        (r'{"base": {}, "changes": {"child": {"name": "王\u0000兰"}}}', "", "“姓名”里有", ["child.name"]),
        (
            r'{"groups": {"father": {"job": "\ud840", "phone": "1\u0000"}}}',
            "",
            "“职业或工种”、“联系电话”里有",
            ["father.job", "father.phone"],
        ),
        ('{"reason": "搬走\x00了"}', "", "“理由”里有", ["reason"]),
        (r'{"items": [{"text": "好"}, {"text": "\udc00"}]}', "", "“内容”里有", ["items.1.text"]),
        ("", "q=%E7%8E%8B%00&place=22", "“查找的内容”里有", ["q"]),
        (r'{"unheard_of": "\u0000"}', "", "内容里有无法保存", ["unheard_of"]),
        (r'{"\u0000": "好"}', "", "内容里有无法保存", []),
        (r'"\u0000"', "", "内容里有无法保存", []),
        ("\x00", "", "内容里有无法保存", []),
        ("[" * 100_000 + r'"\u0000"', "", "内容里有无法保存", []),
    ],
)
def test_the_field_is_named_where_it_is_known(body: str, query: str, message: str, fields: list[str]) -> None:
    told = refusal(body.encode(), query).body
    assert told["message"].startswith(message)
    assert told["message"].endswith("请删去后再提交。")
    assert [one["field"] for one in told["fields"]] == fields
    assert json.dumps(told, ensure_ascii=False).encode()


@pytest.mark.django_db
def test_the_form_shows_it_beside_the_field(client) -> None:
    sent = r'{"base": {}, "changes": {"schooling": {"school": "第三\u0000中学"}}}'
    answer = client.patch(
        "/api/v1/children/0199d2a5-0000-7000-8000-000000000000", sent, content_type="application/json"
    )
    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"field": "schooling.school", "message": "这一项里有无法保存的字符，请删去后再提交。"}
    ]
