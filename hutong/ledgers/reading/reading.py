"""Opens a ledger file in a confined child process and hands back plain data."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hutong.ledgers.reading.book import Book, Merged, Row, Sheet
from hutong.ledgers.reading.errors import LedgerUnreadable
from hutong.ledgers.reading.limited import Outcome, run
from hutong.ledgers.reading.memory import many_objects

LARGEST_FILE = 100 << 20

REASONS = {
    "missing": "找不到这个文件，请检查文件路径后重新选择。",
    "empty": "这个文件是空的（0字节），请检查是否保存或传输完整，再重新上传。",
    "file_too_large": "文件超过100 MB，请删去图片等无关内容或分成几个文件后再上传。",
    "encrypted": "这个工作簿设了打开密码，读不出内容，请在 Excel 或 WPS 里去掉密码后再上传。",
    "damaged": "文件已损坏或没有传完整，打不开，请用 Excel 或 WPS 打开并另存为 .xlsx 后再上传。",
    "no_table": "这不是表格文件（可能是图片、文档改了扩展名），请上传 .xlsx、.xls 或 .csv 格式的台账。",
    "document": "这是文字文档，不是表格，请把台账存成 .xlsx、.xls 或 .csv 格式后再上传。",
    "web_page": "这个文件其实是网页格式，不是真正的表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。",
    "encoding": "认不出这个 CSV 文件的文字编码，请用 Excel 或 WPS 另存为 .xlsx，或存成 UTF-8 编码的 CSV 后再上传。",
    "csv": "这个 CSV 文件的引号或分隔符不成对，读不下去，请用 Excel 或 WPS 另存为 .xlsx 后再上传。",
    "too_many_rows": "这个文件超过200000行，请按乡镇或村分成几个文件后再上传。",
    "too_large": "表格太大（超过200000行，或很远的地方有一个多余的单元格），读取已中止，请删除台账下方和右侧的空行空列，另存后再上传。",
    "too_slow": "读取超过60秒，已中止，请删去无关的工作表和空行空列，或分成几个文件后再上传。",
}


def read(path: str | Path) -> Book:
    """Reads .xlsx, .xls or .csv (told apart by content, not by name) within 1 GB of memory and 60 s.

    Rows keep their true 1-based numbers (CSV: the record), cells their true columns; blank rows are left out.
    Raises LedgerUnreadable with one sentence for the user.
    """
    path = Path(path)
    _look_at_size(path)
    outcome = run("hutong.ledgers.reading.reading_child", str(path.resolve()))
    _complain(outcome)
    try:
        with many_objects():
            return _unpack(outcome.output)
    except (ValueError, KeyError, TypeError, StopIteration):
        raise LedgerUnreadable(REASONS["damaged"]) from None


def _look_at_size(path: Path) -> None:
    if not path.is_file():
        raise LedgerUnreadable(REASONS["missing"])
    size = path.stat().st_size
    if size == 0:
        raise LedgerUnreadable(REASONS["empty"])
    if size > LARGEST_FILE:
        raise LedgerUnreadable(REASONS["file_too_large"])


def _complain(outcome: Outcome) -> None:
    if outcome.too_slow:
        raise LedgerUnreadable(REASONS["too_slow"])
    if outcome.too_much or outcome.code != 0:  # the Rust reader aborts when memory runs out
        raise LedgerUnreadable(REASONS["too_large"])


def _unpack(output: bytes) -> Book:
    lines = _lines(output)
    start = next(lines)
    if "failed" in start:
        raise LedgerUnreadable(REASONS.get(start["failed"], REASONS["damaged"]))
    book = Book(kind=start["kind"])
    for line in lines:
        if "rows" in line:
            book.sheets[-1].rows.extend(Row(number, cells) for number, cells in line["rows"])
        elif "failed" in line:
            raise LedgerUnreadable(REASONS.get(line["failed"], REASONS["damaged"]))
        else:
            merged = [Merged(*corners) for corners in line["merged"]]
            book.sheets.append(Sheet(line["name"], line["visible"], [], merged, frozenset(line["hidden"])))
    return book


def _lines(output: bytes) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(object_hook=_revive, parse_constant=lambda _: None)
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        yield decoder.decode(output[start:end].decode("utf-8"))
        start = end + 1


def _revive(pairs: dict[str, Any]) -> Any:
    if "date" in pairs:
        return date.fromisoformat(pairs["date"])
    if "datetime" in pairs:
        return datetime.fromisoformat(pairs["datetime"])
    return pairs
