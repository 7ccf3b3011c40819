"""交办 and 免办: what the county and the township asked to be done, and a visit that need not be made."""

from datetime import date, timedelta
from typing import NamedTuple

from hutong.accounts.models import Organisation
from hutong.demo.acting import acting, moment
from hutong.demo.cases.moves import MINGYUE, MINGYUES
from hutong.demo.villages import ANTU
from hutong.duties import actions
from hutong.duties.models import Duty

ANTU_BUREAU, MINGANS, MINGAN = "2224260006", "2224260005", ANTU + 100_201
YANBIAN_BUREAU, ANTUS_POLICE, YANBIANS_HOME, BODY = "2224000001", "2224260008", "2224000002", "2224260009"


class Order(NamedTuple):
    """What an organisation, whose name has these words, was told; the days before today on which, and after today until when;
    what it answered, where it did."""

    by: str
    whom: str
    days: int
    ahead: int
    title: str
    text: str
    answer: tuple[str, str] = ("", "")


ORDERS = (
    Order(ANTU_BUREAU, "公安局", 9, 1, "查找两名儿童的父母", "父母一年没有音讯，请查最近的登记和乘车。",
          (ANTUS_POLICE, "已找到一名儿童的母亲，在大连；另一名继续查找")),
    Order(ANTU_BUREAU, "公安局", 4, 4, "核对无户籍儿童落户进度", "三名儿童的落户材料已移送，请告知办理情况。"),
    Order(ANTU_BUREAU, "春苗", 12, 2, "志愿者名单和身份核对", "上岗前先查违法犯罪记录。",
          (BODY, "二十一人都已查过，可以上岗")),
    Order(ANTU_BUREAU, "春苗", 4, -1, "寒假小课堂排班", "两处儿童之家的志愿者名单和日期。"),
    Order(YANBIAN_BUREAU, "福利院", 14, 3, "代养儿童冬衣和体检", "四名代养儿童的体检结果一并报送。",
          (YANBIANS_HOME, "冬衣已发，体检都正常")),
    Order(YANBIAN_BUREAU, "福利院", 5, 9, "开放康复场地的时段", "供散居残疾儿童预约，请报每周可用的时段。"),
)  # fmt: skip


def _tell(today: date, one: Order) -> None:
    with acting(one.by, moment(today, one.days, 10)) as grant:
        office = (
            Organisation.objects.within(grant).exclude(kind=Organisation.Kind.UNIT).filter(name__contains=one.whom)[0]
        )
        due = today + timedelta(one.ahead)
        task = actions.assign(grant, office.place, one.title, one.text, due, office.pk)
    who, note = one.answer
    if who:
        with acting(who, moment(today, one.days - 5, 15)) as grant:
            actions.finish(grant, task.pk, note)


def orders(today: date) -> None:
    """Write them: tasks open and done, a waiver that the supervisor has yet to answer; and what a department, a body, an
    institution and a county were told."""
    for one in ORDERS:
        _tell(today, one)
    with acting(YANBIAN_BUREAU, moment(today, 5, 9)) as grant:
        actions.assign(grant, ANTU, "冬季关爱行动安排", "报送方案和各乡镇的联系人。", today + timedelta(8))
    with acting(ANTU_BUREAU, moment(today, 4, 10)) as grant:
        due = today + timedelta(6)
        actions.assign(grant, MINGYUE, "冬季取暖安全排查", "逐村核对煤炉、烟囱和一氧化碳报警器，结果写入走访。", due)
    with acting(MINGYUES, moment(today, 3, 14)) as grant:
        actions.assign(
            grant, MINGAN, "核对寒假返乡时间", "问清父母回家的日子，方便当面签委托照护。", today + timedelta(12)
        )
        done = actions.assign(grant, MINGAN, "补齐孩子的学校和班级", "下学期学籍核对要用。", today)
    with acting(MINGANS, moment(today, 1, 17)) as grant:
        actions.finish(grant, done.pk, "已逐户核对，都已填好")
        if duty := Duty.objects.within(grant).filter(rule="visit", ending="").order_by("due", "id").first():
            actions.ask_waiver(grant, duty.pk, "孩子随母亲去大连看病，月底才回来，已电话联系")
