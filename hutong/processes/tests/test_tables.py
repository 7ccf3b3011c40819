"""The files of processes: read whole or refused with their row; told to programs; the drawing is current."""

import json

import pytest
from click.testing import CliRunner

from hutong.config.cli import hutong
from hutong.processes import drawing
from hutong.processes.table import ProcessError, read

HEAD = "从,事件,到,谁,期限按规则,说明\n"
BEGIN = ",ask 提出,asked 等待,儿童主任,,\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "一行没有“从”"),
        (BEGIN + ",other 另提,asked 等待,儿童主任,,\n", "一行没有“从”"),
        (BEGIN + "lost 丢失,find 找到,found 找到了,儿童主任,,\n", "走不到lost"),
        (BEGIN + "asked 等待,end 结束,,儿童主任,,\n", "第 3 行"),
        (BEGIN + "asked 等待,end 结束,ended 完,村长,,\n", "第 3 行"),
        (BEGIN + "asked 等着,end 结束,ended 完,儿童主任,,\n", "两个名称"),
        (BEGIN + "asked 等待,end 结束,ended 完,儿童主任,,\n" * 2, "写了两行"),
    ],
)
def test_a_table_that_makes_no_process_is_refused_in_words(tmp_path, rows, told):
    path = tmp_path / "odd.csv"
    path.write_text(HEAD + rows)
    with pytest.raises(ProcessError, match=told):
        read(path)


def test_programs_are_told_states_moves_roles_and_clocks():
    done = CliRunner().invoke(hutong, ["processes", "--json"])
    assert done.exit_code == 0, done.output
    [move] = json.loads(done.output)["processes"]
    assert list(move) == ["key", "table", "column", "first", "final", "moves"]
    assert [move[name] for name in list(move)[:4]] == ["move", "transfers_move", "status", "asked"]
    assert move["final"] == ["accepted", "refused", "withdrawn", "void"]
    assert all(list(one) == ["from", "event", "to", "who", "clock"] for one in move["moves"])
    accept, *_, lapse = move["moves"]
    assert (accept["from"], accept["event"], accept["to"]) == ("asked", "accept", "accepted")
    assert accept["who"] == ["child_director", "supervisor", "civil_affairs"]
    assert list(accept["clock"]) == ["amount", "unit", "mark", "source"]
    assert (accept["clock"]["amount"], accept["clock"]["unit"], accept["clock"]["mark"]) == (7, "day", "design")
    assert lapse["clock"] is None


def test_the_drawing_of_the_docs_is_made_from_the_rows_of_today(settings):
    assert (settings.BASE / "docs" / "processes.md").read_text() == drawing.drawing()
