"""Whether a row of a ledger is of a child who is no longer on it: 退出日期, 退出原因, 在册状态, a remark 已注销."""

import re
from datetime import date

from hutong.children.values.text import Cell, cell_text, or_none, squeeze
from hutong.ledgers.reading.dates import read_date
from hutong.ledgers.reading.memory import Remembered

ON, REASON, STATE, REMARK = "left_on", "left_reason", "left_state", "remark"
FIELDS = frozenset({ON, REASON, STATE, REMARK})
# The whole remark, so that 父亲死亡 is not it: 已注销, 2026年8月死亡, 该儿童已退出.
_REMARKED = re.compile(
    "(?:(?:20)?[0-9]{2}[年./-][0-9]{1,2}(?:[月./-][0-9]{1,2}[日号]?|月)?|该?(?:儿童|孩子|本人|学生|生))*(?:已经?|因病|因故|因?意外|不幸|溺水|因?车祸|因?事故)*"
    "(?:(?<=.)(?:死亡|身亡|去世|亡故|病故|病逝|夭折)|(?:退出|注销|销号|销户)(?:管理|台账|系统|在册|档案)?|(?<=.)(?:迁出|迁走|转出)(?:本[村乡镇县地市])?|(?<=已)(?:迁往|迁至|迁到)[\u4e00-\u9fff]{1,10}[省市县区州旗])[。!]?"
)
_STAYS = re.compile("否|未|没|不|在册|在管|正常|长期|至今|有效|新增|续|[-—/]+|0|待定|预计.*")
_SHORT = 16  # characters of a state; what is longer tells a story
_GONE = re.compile(
    "不再?符合|退出(?!低保|救助|保障)|已退|退册|退库|注销|销号|销户|(?<![父母亲方])(?:死亡|去世|亡故)|迁出|迁走|转出|离开|离册|减少|核减|停发|停保|终止|返乡|^否$|不在|[已年]满18|超龄|已离|移出|清退"
)


class LeftReader:
    """Of the cells of a row: the day and the reason as written where the child has left, else None."""

    def __init__(self, columns: dict[str, int], on: date) -> None:
        self._columns = [(name, columns[name]) for name in (ON, REASON, STATE, REMARK) if name in columns]
        self._on = on
        self._said: dict[str, Remembered[Cell, str | None]] = {
            ON: Remembered(self._day),
            REASON: Remembered(_reason),
            STATE: Remembered(_state),
            REMARK: Remembered(_remarked),
        }

    def read(self, cells: list[Cell]) -> tuple[str, str] | None:
        """(day, reason); "" where only the other is written."""
        found: dict[str, str] = {}
        for name, column in self._columns:
            if column < len(cells) and cells[column] is not None and (said := self._said[name][cells[column]]):
                found[name] = said
        if not found:
            return None
        return found.get(ON, ""), found.get(REASON) or found.get(STATE) or found.get(REMARK, "")

    def _day(self, cell: Cell) -> str | None:
        """A day that has come, or any other word than 否 and the like."""
        text = or_none(cell_text(cell))
        if text is None or _STAYS.fullmatch(squeeze(text)):
            return None
        day = read_date(cell).exact
        return None if day and day > self._on else day.isoformat() if day else text[:60]


def _reason(cell: Cell) -> str | None:
    text = or_none(cell_text(cell))
    return None if text is None or _STAYS.fullmatch(squeeze(text)) else text[:60]


def _remarked(cell: Cell) -> str | None:
    text = squeeze(cell_text(cell))
    return text[:60] if _REMARKED.fullmatch(text) else None


def _state(cell: Cell) -> str | None:
    text = or_none(cell_text(cell))
    if text is None or re.match("未|没", text) or squeeze(text) in ("在册", "正常", "在管", "是"):
        return None
    return text if len(text) <= _SHORT and _GONE.search(text) else None
