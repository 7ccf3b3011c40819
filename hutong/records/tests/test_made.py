"""What is made of the records is as they say."""

from hutong.children.groups import GROUPS, aid_form, form
from hutong.records import forms, making, reading, registry


def test_made_files_are_current():
    assert making.stale() == [], "run: hutong records"


def test_words_of_a_record_name_columns_that_it_has():
    for record in registry.records():
        row = record.model()
        words = [text for says in record.says for text in (says.title, says.detail)]
        words += [text for *_, text in record.goes.paper.columns] if record.goes.paper else []
        for text in words:
            assert callable(text) or isinstance(reading.text(text, row), str)


def test_every_record_that_its_child_s_history_tells_says_how_it_reads():
    for record in registry.records():
        if record.goes.timeline not in (None, "facts"):
            assert record.says, record.table


def test_what_the_phone_draws_by_itself_it_can_draw():
    for record, phone in registry.phones():
        form = forms.described(record, record.forms[0].shape)
        for field in form["properties"].values() if not phone.own_page else ():
            assert field["type"] != "object", f"{field['title']}: {record.table} needs a page of its own"
            assert "properties" not in field.get("items", {}), (
                f"{field['title']}: {record.table} needs a page of its own"
            )


def test_every_choice_on_a_form_has_its_label_also_where_several_are_chosen():
    described = [form(group) for group in GROUPS] + [aid_form()]
    described += [forms.described(record, one.shape) for record in registry.records() for one in record.forms]
    choices = [(field, field.get("enum") or field.get("items", {}).get("enum")) for one in described
               for field in one["properties"].values()]  # fmt: skip
    assert any(field["type"] == "array" for field, values in choices if values)
    for field, values in choices:
        assert all(field["x-labels"][value] != value for value in values or ()), field["title"]
