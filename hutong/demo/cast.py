"""One account for every kind of post, with staff numbers that stay the same from one demo world to the next."""

from typing import NamedTuple

from hutong.accounts.permissions import Role
from hutong.demo.villages import ANTU, CHANGBAISHAN, NONGAN

# For show only: everybody in the demo world has it, it is printed at every start, and no real database has these people.
PASSWORD = "Hutong-demo-2026"
JILIN, CHANGCHUN, YANBIAN = 22 * 10**10, 2201 * 10**8, 2224 * 10**8
CHIBEI = 229801 * 10**6


class Part(NamedTuple):
    """A person whose account is listed. places: more than one where one director holds two villages."""

    staff_number: str
    role: Role
    places: tuple[int, ...]
    name: str
    organisation: str = ""
    sealed: bool = False


BUREAU, SUPERVISOR, DIRECTOR = Role.CIVIL_AFFAIRS, Role.SUPERVISOR, Role.CHILD_DIRECTOR
CAST = (
    Part("2224260001", SUPERVISOR, (ANTU + 105_000,), "赵明远"),
    Part("2224260002", SUPERVISOR, (ANTU + 106_000,), "李春生"),
    Part("2224260003", SUPERVISOR, (ANTU + 100_000,), "金美花"),
    Part("2224260004", DIRECTOR, (ANTU + 105_204,), "王秀兰"),
    Part("2224260005", DIRECTOR, (ANTU + 100_201,), "孙桂芝"),
    Part("2224260006", BUREAU, (ANTU,), "金哲浩", "安图县民政局"),
    Part("2224260007", Role.PROTECTION_INSTITUTION, (ANTU,), "崔雪梅", "安图县未成年人救助保护中心", True),
    Part("2224260008", Role.DEPARTMENT, (ANTU,), "杨立军", "安图县公安局"),
    Part("2224260009", Role.PARTNER, (ANTU,), "林晓红", "安图县春苗社会工作服务中心（演示）"),
    Part("2201220001", SUPERVISOR, (NONGAN + 103_000,), "孙立新"),
    Part("2201220002", DIRECTOR, (NONGAN + 101_209, NONGAN + 101_210), "刘凤琴"),
    Part("2201220003", BUREAU, (NONGAN,), "刘海洋", "农安县民政局"),
    Part("2298010001", BUREAU, (CHIBEI,), "吴敏", "池北区民政部门"),
    Part("2298010002", SUPERVISOR, (CHIBEI + 120_000,), "于海燕"),
    Part("2298010003", DIRECTOR, (CHIBEI + 120_300,), "朴春姬"),
    Part("2298000001", BUREAU, (CHANGBAISHAN,), "周海涛", "长白山管委会民政部门"),
    Part("2298000002", Role.PROTECTION_INSTITUTION, (CHANGBAISHAN,), "徐静", "长白山未成年人救助保护机构"),
    Part("2224000001", BUREAU, (YANBIAN,), "朴英姬", "延边朝鲜族自治州民政局"),
    Part("2224000002", Role.WELFARE_INSTITUTION, (YANBIAN,), "姜银珠", "延边州儿童福利院"),
    Part("2201000001", BUREAU, (CHANGCHUN,), "郭宏伟", "长春市民政局"),
    Part("2200000001", BUREAU, (JILIN,), "郑国强", "吉林省民政厅"),
    Part("2200000002", Role.AUDITOR, (JILIN,), "冯静", "吉林省民政厅"),
    Part("2224000003", Role.PROTECTION_INSTITUTION, (YANBIAN,), "尹善姬", "延边州未成年人救助保护中心", True),
    Part("2200000004", Role.PROTECTION_INSTITUTION, (JILIN,), "宋慧", "吉林省未成年人救助保护机构", True),
    Part("2200000005", Role.PROTECTION_INSTITUTION, (JILIN,), "马文杰", "吉林省未成年人救助保护机构", True),
    Part("2200000003", Role.ADMINISTRATOR, (JILIN,), "陈立新", "吉林省民政厅"),
)
# Offered on the sign-in page of a demo: one of each kind, who have something to do.
TRIED = (
    "2224260005",
    "2224260003",
    "2224260006",
    "2224260007",
    "2200000001",
    "2224260008",
    "2224000002",
    "2224260009",
    "2200000002",
    "2200000003",
)
# The last written: where this one is, the whole demo world is.
MARK = CAST[-1].staff_number
