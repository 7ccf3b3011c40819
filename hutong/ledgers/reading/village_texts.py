"""How offices write a village: 1.新立村, 新立村12人, 新立行政村, 新立村/一组, 新立村1组12号, 新立村党支部, 新立屯. Text only."""

import re
from collections.abc import Iterator

from hutong.children.values.text import squeeze

IN_TEXT = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:村民委员会|村委会|居民委员会|居委会|(?<!农)村(?!民)|社区|嘎查)")
_NUMBER = re.compile(
    r"^(?:第?[0-9]{1,3}[.、)号:-]+|[一二三四五六七八九十]{1,3}[、.)]|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[0-9]{1,3}(?=[\u4e00-\u9fff])|[*★●◆■·#-]+)"
)
LONGEST = 100  # characters in which a village may be named
_NOTE = re.compile(r"\([^()]*\)?$|\[[^\[\]]*\]$|[:].*$")
_COUNT = re.compile(r"(?:共|计|合计|小计)?[0-9]+(?:名|人|个|户|份)?(?:儿童|孩子)?$")
_OFFICE = re.compile(
    r"(?:行政村|村(?:民|名)?(?:委员会|委会|委|两委|部|党总?支部?(?:委员会)?|支部|支书|委办公室|服务中心|便民服务站)|村级)$"
)
_END = re.compile(
    r"村(?:民|名)?(?:委员会|委会|委)?|社区(?:居(?:民)?委(?:员)?会)?|居(?:民)?委(?:员)?会|嘎查|[牧林农渔]场"
)
_LABEL = re.compile(r"^.*(?:单位|名称|村居|村社区|所在村|村别)[:：]")
_CALLED = re.compile("^(?:所在|所属)?(?:村|社区|村居|村屯|村名)(?:名称)?[:：]")
_PART = re.compile(r"[/\\、,，;；|~>]|-(?=[\u4e00-\u9fff])")


def spellings(text: str) -> Iterator[str]:
    """The text itself, then what of it may be the name: each differs from those before."""
    seen: set[str] = set()
    for spelling in _spellings(squeeze(text)[:LONGEST]):
        if len(spelling) >= 2 and spelling not in seen:
            seen.add(spelling)
            yield spelling


def _spellings(text: str) -> Iterator[str]:
    yield text
    bare = _NUMBER.sub("", _CALLED.sub("", text))
    while (shorter := _COUNT.sub("", _NOTE.sub("", bare)).rstrip("-—:·.")) not in (bare, ""):
        bare = shorter
    yield bare
    first = _PART.split(bare)[0]
    yield first
    yield _OFFICE.sub("村", first)
    yield _OFFICE.sub("", first)
    ends = [match.end() for match in _END.finditer(first)]
    for end in reversed(ends):
        yield first[:end]
        yield _OFFICE.sub("村", first[:end])
    if first.endswith(("屯", "组", "社", "队")):
        yield first[:-1]


def line_texts(line: str) -> Iterator[str]:
    """What in a sheet's name, a section line or a title may be a village."""
    whole = squeeze(line)[:LONGEST]
    bare = _COUNT.sub("", _NOTE.sub("", _NUMBER.sub("", _LABEL.sub("", whole))))
    if 2 <= len(bare) <= 15:
        yield bare
    yield from IN_TEXT.findall(whole)


def units(text: str) -> list[str]:
    """What in a text may be a unit above the village: every run of characters before 镇, 乡, 县 and the like."""
    bare = squeeze(text)[:60]
    found: set[str] = set()
    for end in (match.end() for match in re.finditer("镇|乡|街道办事处|街道|苏木|[市县区旗州]", bare)):
        for start in range(max(0, end - 14), end - 1):
            if re.fullmatch("[\u4e00-\u9fff]+", bare[start:end]):
                found.add(bare[start:end])
    return sorted(found)
