"""Files made to do harm, and files that are no table at all: HOSTILE by the name they are sent under, and how each is written.

What a real ledger carries by accident is among them (blank rows, formulas, macros, a wrong ending): those are one row of a
child, 李明, whom a correct answer calls new. ANSWERED names them; of every other file nobody may be taken in.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path

from hutong.ledgers.reading.tests.support import HEAD, LEDGERS, boy

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = '<?xml version="1.0"?>{}<worksheet xmlns="' + MAIN + '"><sheetData>{}</sheetData></worksheet>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECRET = Path("/etc/passwd")


def link(at: int, kind: str, target: str) -> str:
    return f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def with_sheet(path: Path, xml: str, text: str = "x") -> None:
    """The smallest workbook: one sheet of this XML, one shared string."""
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    links = link(1, "worksheet", "worksheets/sheet1.xml") + link(2, "sharedStrings", "sharedStrings.xml")
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{LINKS}">{link(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{links}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>',
        "xl/worksheets/sheet1.xml": xml,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def row(number: int, values: list[object], name: str = "") -> str:
    """A row of texts; name: XML that stands in place of the cell with the child's name."""
    texts = [
        f'<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for column, value in zip("ABCDEFG", values, strict=True)
    ]
    texts[2] = name or texts[2]
    return f'<row r="{number}">{"".join(texts)}</row>'


def ledger(name: str = "") -> str:
    """Header and one child, as rows."""
    return row(1, list(HEAD)) + row(2, boy(), name)


def far_cell(path: Path) -> None:
    with_sheet(path, SHEET.format("", ledger() + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def wide_and_tall(path: Path) -> None:
    """As many cells as a gigabyte holds: not stopped for memory, and a minute of reading nothing."""
    with_sheet(path, SHEET.format("", ledger() + '<row r="1048576"><c r="AF1048576"><v>1</v></c></row>'))


def one_far_cell(path: Path) -> None:
    """Nothing but a cell in the last column of the last row."""
    with_sheet(path, SHEET.format("", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def far_row(path: Path) -> None:
    """A ledger, and a cell in the last row of the same columns: a million empty rows that nobody walks."""
    with_sheet(path, SHEET.format("", ledger() + '<row r="1048576"><c r="C1048576"><v>1</v></c></row>'))


def zip_bomb(path: Path) -> None:
    """2 GB once unpacked."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60_001))
    with_sheet(path, SHEET.format("", rows), text="x" * 32_000)


def blank_rows(path: Path) -> None:
    with_sheet(path, SHEET.format("", ledger() + "".join(f'<row r="{n}" ht="15"/>' for n in range(3, 1_000_001))))


def entity(path: Path, target: Path = SECRET) -> None:
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{target}">]>'
    with_sheet(path, SHEET.format(doctype, ledger('<c r="C2" t="inlineStr"><is><t>&e;</t></is></c>')))


def grown_entity(path: Path) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    cell = '<c r="C2" t="inlineStr"><is><t>&e11;</t></is></c>'
    with_sheet(path, SHEET.format(f'<!DOCTYPE x [<!ENTITY e0 "甲">{grown}]>', ledger(cell)))


def formulas(path: Path) -> None:
    cell = '<c r="C2" t="str"><f>WEBSERVICE("http://192.0.2.1/")</f><v>李明</v></c>'
    with_sheet(path, SHEET.format("", ledger(cell)))


def macros(path: Path) -> None:
    """Renamed too: its content says what it is. The macros lie in the file and nobody runs them."""
    with_sheet(path, SHEET.format("", ledger()))
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + b"Auto_Open")
        book.writestr("xl/externalLinks/externalLink1.xml", '<externalLink xmlns="http://192.0.2.1/"/>')


def truncated(path: Path) -> None:
    path.write_bytes((LEDGERS / "wanbao-clean.xlsx").read_bytes()[:9000])


def too_many_rows(path: Path) -> None:
    path.write_text("姓名,身份证号\n" + "李明,1\n" * 200_001, encoding="utf-8")


def of(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "远.xlsx": far_cell,
    "一格.xlsx": one_far_cell,
    "大而空.xlsx": wide_and_tall,
    "远行.xlsx": far_row,
    "炸弹.xlsx": zip_bomb,
    "空行.xlsx": blank_rows,
    "外部实体.xlsx": entity,
    "膨胀实体.xlsx": grown_entity,
    "公式.xlsx": formulas,
    "宏.xls": macros,
    "改名.csv": macros,
    "截断.xlsx": truncated,
    "太多行.csv": too_many_rows,
    "零字节.xlsx": of(b""),
    "坏.xlsx": of(b"PK\x03\x04" + b"x" * 500),
    "密码.xlsx": of(OLE + "EncryptedPackage".encode("utf-16-le")),
    "坏.xls": of(OLE),
    "文档.xls": of(OLE + "WordDocument".encode("utf-16-le")),
    "网页.xls": of("<html><table><tr><td>姓名</td></tr></table></html>".encode()),
    "图.xlsx": of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)),
    "论文.csv": of(b"%PDF-1.7 ..."),
    "乱码.csv": of(b"\xe5\xa7\x93,\xff\xff\xff\xff"),
    "引号.csv": of(b'a,"' + b"x" * 200_000),
    "空字符.csv": of("姓名,村\n李\x00明,新立村\n".encode()),
}
ANSWERED = ("空行.xlsx", "公式.xlsx", "宏.xls", "改名.csv")
