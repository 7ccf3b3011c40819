"""意见与投诉 (国办函〔2026〕12号): one answered that helped, one answered in vain, one that waits too long, one new."""

from datetime import date
from typing import NamedTuple

from hutong.demo.acting import acting, moment
from hutong.feedback import actions
from hutong.feedback.models import Kind, Topic

ADMINISTRATOR = "2200000003"


class Voice(NamedTuple):
    """Who wrote what so many days ago, what was answered the day after next, and whether it helped."""

    who: str
    days: int
    kind: str
    topic: str
    text: str
    answer: str = ""
    helped: bool | None = None
    note: str = ""


VOICES = (
    Voice("2224260005", 34, Kind.COMPLAINT, Topic.AGAIN, "走访已经在手机上记了，镇里还要我们每月再交一份走访表。",
          "已请镇里停止另报：走访记录在系统里可以直接导出，不得要求村里重复填写。", helped=True),
    Voice("2224260003", 20, Kind.SUGGESTION, Topic.AWKWARD, "台账异常里半年没有核实的太多，能不能按村分开看。",
          "可在页面上方切换到村，只看一个村的异常。", helped=False, note="切换可以，还是希望一页里按村分组。"),
    Voice("2201220001", 12, Kind.QUESTION, Topic.FIGURES, "首页应走访人数比台账少两个，是怎么算的？"),
    Voice("2224260004", 1, Kind.SUGGESTION, Topic.FAULT, "老人机上语音录到一半会停，要重新录。"),
)  # fmt: skip


def voices(today: date) -> None:
    """Write them and what came of them."""
    for voice in VOICES:
        with acting(voice.who, moment(today, voice.days, 16, 20)) as grant:
            sent = actions.send(grant, kind=voice.kind, topic=voice.topic, text=voice.text)
        if voice.answer:
            with acting(ADMINISTRATOR, moment(today, voice.days - 2, 10, 5)) as grant:
                actions.answer(grant, sent.pk, voice.answer)
        if voice.helped is not None:
            with acting(voice.who, moment(today, voice.days - 3, 8, 40)) as grant:
                actions.judge(grant, sent.pk, voice.helped, voice.note)
