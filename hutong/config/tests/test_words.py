"""A second language is a catalogue: refusals and labels of declarations are said in it, and in Chinese where it has nothing."""

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from hutong.accounts.http import Problem
from hutong.children.groups import BY_KEY, form
from hutong.config.refusals import answer
from hutong.ground.words import said

CATALOGUE = {"没有这个地址。": "그런 주소가 없습니다.", "请检查。": "확인하십시오.", "姓名": "이름"}


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    held = SimpleNamespace(gettext=lambda text: CATALOGUE.get(text, text), language="ko", to_language=lambda: "ko")
    monkeypatch.setitem(vars(trans_real)["_translations"], "ko", held)
    with translation.override("ko"):
        yield


def test_a_refusal_and_its_fields_are_said_in_the_language_of_whoever_asks(korean: None) -> None:
    told = json.loads(
        answer(Problem(422, "没有这个地址。", "x", [("name", "请检查。"), ("age", "没有译文。")])).content
    )
    assert told["message"] == "그런 주소가 없습니다."
    assert [one["message"] for one in told["fields"]] == ["확인하십시오.", "没有译文。"]


def test_labels_of_the_file_are_said_in_it_too(korean: None) -> None:
    titles = {one["title"] for one in form(BY_KEY["carer"])["properties"].values()}
    assert "이름" in titles


def test_an_empty_text_stays_empty() -> None:
    assert said("") == ""
