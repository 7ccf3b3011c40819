"""A receipt of the national system read back: which rows it took, which not and why. Its words are data (children.toml)."""

import re
from dataclasses import dataclass, field
from typing import Any

from hutong.children.values.text import cell_text, squeeze
from hutong.ledgers.reading.book import Book, Row, Sheet
from hutong.returns.exchange import template

SCANNED = 30
NUMBER = re.compile(r"(\d{8}-\d{1,6})-(\d{1,7})")


class NoReceipt(ValueError):
    """The file holds no receipt of this batch; the sentence says what is missing."""


@dataclass
class Receipt:
    """answers: position → accepted, and why not; unread: [{row, why}] of rows that say nothing that could be used."""

    answers: dict[int, tuple[bool, str]] = field(default_factory=dict)
    unread: list[dict[str, Any]] = field(default_factory=list)


def read(book: Book, number: str, count: int) -> Receipt:
    """The receipt of a batch of so many rows. Raises NoReceipt."""
    words = template.of("child").receipt
    receipt, headed = Receipt(), False
    for sheet in book.sheets:
        if found := _header(sheet, words):
            headed = True
            start, columns = found
            for row in sheet.rows[start + 1 :]:
                _read(receipt, row, columns, words, (number, count))
    if not headed:
        raise NoReceipt(f"没有找到“{words['row'][0]}”和“{words['result'][0]}”两栏，这份文件不像全国系统的回执。")
    if not receipt.answers:
        raise NoReceipt(f"文件里没有第{number}批的回执，请核对是不是这一批的。")
    return receipt


def _header(sheet: Sheet, words: Any) -> tuple[int, dict[str, int]] | None:
    for index, row in enumerate(sheet.rows[:SCANNED]):
        texts = [squeeze(cell_text(cell)) for cell in row.cells]
        columns = {
            name: texts.index(word) for name in ("row", "result", "reason") for word in words[name] if word in texts
        }
        if {"row", "result"} <= set(columns):
            return index, columns
    return None


def _read(receipt: Receipt, row: Row, columns: dict[str, int], words: Any, batch: tuple[str, int]) -> None:
    told = {name: cell_text(row.cell(column)) for name, column in columns.items()}
    if not any(told.values()):
        return
    found, result = NUMBER.fullmatch(told["row"].replace(" ", "")), squeeze(told["result"])
    why = _unusable(found, result, words, *batch)
    if why or not found:
        receipt.unread.append({"row": row.number, "why": why})
        return
    receipt.answers[int(found[2])] = (result in words["accepted"], told.get("reason", ""))


def _unusable(found: re.Match[str] | None, result: str, words: Any, number: str, count: int) -> str:
    if not found:
        return "没有流水号，或流水号不完整。"
    if found[1] != number:
        return f"是第{found[1]}批的行，请到那一批上传。"
    if not 1 <= int(found[2]) <= count:
        return f"第{number}批只有{count}行，没有这个流水号。"
    if result in words["accepted"] or result in words["refused"]:
        return ""
    return (
        f"处理结果“{result[:20]}”读不懂，应是“{words['accepted'][0]}”或“{words['refused'][0]}”。"
        if result
        else "没有处理结果。"
    )
