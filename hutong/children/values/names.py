"""Names of people: blanks out between Chinese characters, one interpunct, rare characters kept."""

import re
from typing import NamedTuple

from hutong.children.values.text import Cell, as_typed, cell_text, or_none

LONGEST = 60
_PLAIN = re.compile("[\u4e00-\u9fff]{2,4}")
_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_HANGUL = "\uac00-\ud7a3"
_DOT = "·•・‧∙⋅･᛫\u02d9\u0387\u2e31\ua78f.。﹒●"
_BLANK = re.compile(rf"(?<=[{_HAN}{_HANGUL}]) +(?=[{_HAN}{_HANGUL}])")
_HAN_DOTS = re.compile(rf"(?<=[{_HAN}]) *[{_DOT}]+ *(?=[{_HAN}])")
_ENDS = _DOT + ",，、;；:：*/ "
_LETTER = re.compile(r"[^\W\d_]")
_NO_NAMES = frozenset("没有 不详 未知 暂无 不知 不清楚 同上 同前".split())  # noqa: SIM905  # a list of quoted words would be unreadable

# What offices write around a name: marks and numbers before it, notes in brackets or after it.
_MARKS = "★☆▲△▽▼●○◎◆◇■□▪◾※♦♥♡♀♂*#√✓✔☑✦❤@^~ "
_LEAD = re.compile(
    rf"^(?:[{re.escape(_MARKS)}①-⑳㊀-㊉]|\(?[0-9]{{1,3}}[.、)]|[0-9]{{1,3}} +(?=[{_HAN}]{{2}})|(?:儿童|学生)?姓名:|新增:|转入:)+"
)
# 张*, 张××: somebody has hidden the rest.
_MASKED = re.compile(rf"[{_HAN}][*×○Xx□]{{1,3}}[{_HAN}]?")
_INSIDE = re.compile(r"[(\[【〔{<《][^()\[\]【】〔〕{}<>《》]*[)\]】〕}>》]|[(\[【〔{<《].*$")
_CALLED = re.compile(r"(.{2,}?)[ ,、;:/|-]*((?:小名|乳名|又名|曾用名|原名|别名|昵称|化名|学名|原叫)[: ]*.+)")
_NOTED = re.compile(
    r"(\S.+?)[ ,、;:/|-]+((?:已[\u4e00-\u9fff]|双胞胎|孪生|龙凤胎|三胞胎|大双|小双|新增|新纳入|转入|转出|迁[入出]|残疾|孤儿|留守|"
    r"困境|死亡|去世|退出|重复|待核实|存疑).*)"
)
_SEVERAL = re.compile(rf"[;/&+|]|[和与及][弟妹哥姐兄]|(?<=[{_HAN}{_HANGUL}])[ ]*[、,]+[ ]*(?=[{_HAN}{_HANGUL}])")
_TWO = re.compile(rf"([{_HAN}]{{2,4}})(?: +|[和与及])([{_HAN}]{{2,4}})")
# The commonest surnames, by which two names in one cell are told from one that is spaced (欧阳 娜娜, 阿依 古丽).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖"
    "范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房"
    "滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣"
    "巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝朴南玄池千"
)
DOUBLE = frozenset(
    "欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 鲜于 呼延 单于".split()  # noqa: SIM905  # likewise
)


class NotedName(NamedTuple):
    """A name, what stood around it in its cell, and whether the cell names more than one person."""

    name: str | None
    note: str = ""
    several: bool = False


def read_name(cell: Cell) -> str | None:
    """A name in its normal form, or None for a blank or a word such as 无.

    Interpuncts between Chinese characters become U+00B7 (民委发〔2016〕33号); GB 18030 rare characters stay.
    """
    if isinstance(cell, str) and _PLAIN.fullmatch(cell) and cell not in _NO_NAMES:
        return cell
    return _normal(cell_text(cell))


def typed_name(text: str) -> str | None:
    """As `read_name`, of what a person typed into a form: each glyph under the code that was typed."""
    return _normal(as_typed(text))


def noted_name(cell: Cell) -> NotedName:
    """A name out of a cell with notes: 高俊轩（小名毛毛）, ★郭佳桐, 3.李明, 胡哲成 已改名."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell) and cell not in _NO_NAMES:
        return NotedName(cell)
    text = _LEAD.sub("", cell_text(cell))
    if _MASKED.fullmatch(text):
        return NotedName(text)
    text = text.rstrip(_MARKS)
    notes = [note.strip("()[]【】〔〕{}<>《》 ") for note in _INSIDE.findall(text)]
    rest = _INSIDE.sub(" ", text).strip()
    if not rest and notes:
        rest = notes.pop(0)
    for shape in (_CALLED, _NOTED):
        if match := shape.fullmatch(rest):
            rest, notes = match[1], [match[2], *notes]
    return NotedName(_normal(rest), "、".join(note for note in notes if note), _are_several(rest.strip(_ENDS)))


def is_name(text: str) -> bool:
    """Whether a text can be a person's name: some letter, no digit, as long as the file takes it."""
    if text.isalpha() and len(text) <= LONGEST and text[-1] not in "xX":
        return True
    if len(text) > LONGEST or _MASKED.fullmatch(text):
        return False
    return text.isalpha() or (bool(_LETTER.search(text)) and not re.search(r"\d", text))


def _are_several(text: str) -> bool:
    """罗涵晓、刘恩强, 李明 王刚, 李小明和王小刚, 李明和弟弟李亮."""
    if _SEVERAL.search(text):
        return True
    match = _TWO.fullmatch(text)
    return bool(match) and match[1] not in DOUBLE and match[1][0] in _SURNAMES and match[2][0] in _SURNAMES


def _normal(text: str) -> str | None:
    found = or_none(text.strip(_ENDS))
    if found is None or found in _NO_NAMES:
        return None
    return _BLANK.sub("", _HAN_DOTS.sub("·", found)) or None
