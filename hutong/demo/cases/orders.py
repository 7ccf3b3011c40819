"""交办 and 免办: what the county and the township asked to be done, and a visit that need not be made."""

from datetime import date, timedelta

from hutong.accounts.grants import Grant
from hutong.accounts.models import Organisation
from hutong.demo.acting import acting, moment
from hutong.demo.cases.moves import MINGYUE, MINGYUES
from hutong.demo.villages import ANTU
from hutong.duties import actions
from hutong.duties.models import Duty
from hutong.ground import clock

ANTU_BUREAU, MINGANS, MINGAN = "2224260006", "2224260005", ANTU + 100_201
YANBIAN_BUREAU = "2224000001"


def _tell(grant: Grant, name: str, title: str, text: str, due: date) -> None:
    """Tell the organisation whose name has these words."""
    office = Organisation.objects.within(grant).exclude(kind=Organisation.Kind.UNIT).filter(name__contains=name)[0]
    actions.assign(grant, office.place, title, text, max(due, clock.today()), office.pk)


def orders(today: date) -> None:
    """Write them: two tasks open, one done, and a waiver that the supervisor has yet to answer; and what a department, a body and
    an institution were told."""
    with acting(ANTU_BUREAU, moment(today, 4, 10)) as grant:
        due = today + timedelta(6)
        actions.assign(grant, MINGYUE, "冬季取暖安全排查", "逐村核对煤炉、烟囱和一氧化碳报警器，结果写入走访。", due)
        _tell(
            grant,
            "公安局",
            "核对无户籍儿童落户进度",
            "三名儿童的落户材料已移送，请告知办理情况。",
            today + timedelta(4),
        )
        _tell(grant, "春苗", "寒假小课堂排班", "两处儿童之家的志愿者名单和日期。", today - timedelta(1))
    with acting(YANBIAN_BUREAU, moment(today, 5, 9)) as grant:
        _tell(grant, "福利院", "开放康复场地的时段", "供散居残疾儿童预约，请报每周可用的时段。", today + timedelta(9))
    with acting(MINGYUES, moment(today, 3, 14)) as grant:
        actions.assign(
            grant, MINGAN, "核对寒假返乡时间", "问清父母回家的日子，方便当面签委托照护。", today + timedelta(12)
        )
        done = actions.assign(grant, MINGAN, "补齐孩子的学校和班级", "下学期学籍核对要用。", today)
    with acting(MINGANS, moment(today, 1, 17)) as grant:
        actions.finish(grant, done.pk, "已逐户核对，都已填好")
        if duty := Duty.objects.within(grant).filter(rule="visit", ending="").order_by("due", "id").first():
            actions.ask_waiver(grant, duty.pk, "孩子随母亲去大连看病，月底才回来，已电话联系")
