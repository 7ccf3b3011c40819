"""The words in policy/national/ledger-*.csv fit together."""

import pytest

from hutong.children.values import vocabulary
from hutong.ledgers.reading.answer import shown
from hutong.ledgers.reading.cells import PLAIN_KINDS


def test_every_kind_of_column_can_be_read():
    special = {"child_name", "sex", "birth_date", "id_number", "id_type", "categories", "place", "flag", "ignored"} | {
        "left"
    }
    assert {column.kind for column in vocabulary.words().columns.values()} <= special | PLAIN_KINDS


def test_every_value_column_has_its_words():
    found = vocabulary.words()
    for column in found.columns.values():
        if column.kind == "value":
            assert column.field in found.values or column.field.rpartition("_")[2] in found.values


def test_labels_are_shown_for_keys():
    assert shown("schooling", "primary") == "小学"
    assert shown("guardian_relation", "maternal_grandmother") == "外祖母"
    assert shown("categories", "left_behind,orphan") == "农村留守儿童、孤儿"
    assert shown("remark", "a,b") == "a,b"
    assert vocabulary.label("is_orphan") == "孤儿"


def test_a_row_with_a_comma_too_many_is_named(tmp_path, monkeypatch):
    (tmp_path / "ledger-people.csv").write_text("person,label,synonyms\nfather,父亲,父亲,爸爸\n", encoding="utf-8")
    monkeypatch.setattr(vocabulary, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"ledger-people.csv 第2行"):
        vocabulary._rows("people")
