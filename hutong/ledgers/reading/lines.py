"""The words of lines that are no child: totals, signatures, notes, instructions, samples, 以下空白, 零报告."""

import re

from hutong.children.values.text import or_none, squeeze

HAN = re.compile("[\u4e00-\u9fff]")
SUBTOTAL = re.compile(
    r"(?:本[页村镇乡表]|全[乡镇村县市]|[\u4e00-\u9fff]{0,6})?(?:合计|小计|总计|共计|累计|汇总|总人数|总数|人数)[:人数(0-9]*.{0,12}|计"
)
COUNT = re.compile(r"共?计?[0-9.]+[人名个户]?")
SIGNED = re.compile(
    r"(?:填表|填报|制表|审核|审批|负责|经办|主管|分管|单位|联系|统计|复核|校对|录入|报送|上报|填写)[\u4e00-\u9fff]{0,8}[:(]"
    r"|(?:日期|时间|电话|签字|签名|签章|盖章|公章|注|备注|说明|附注|填表说明)[:(]|\(盖章\)|\(签字\)|(?:填表|审核|填报|制表|负责)人$"
)
EXAMPLE = re.compile(
    r"(?:填[写表报])?(?:示例|样例|范例|举例|例如?|样表|样本|参考)(?:行|数据|说明)?[:0-9]{0,3}(?:\(.*\))?:?"
)
NOTE = re.compile(r"[。:;!]|^[0-9]{1,2}[.、)]|^[(一二三四五六七八九十]{1,3}[、).]|^注[:0-9.、]")
# What is printed below the last child, or written by a village that has none.
_NOBODY = re.compile(
    r"(?:以下|此[处页]|本页|下面|余下)(?:为|是|均为|以下)?(?:空白|无正文|无内容|无|空)|无正文|空白页?|(?:本[月季年度期]*)?零报告|无(?:此类|符合条件|上述|该类|相关)"
    r"|[\u4e00-\u9fff]{0,8}(?:暂)?(?:没有|无)[\u4e00-\u9fff、]{0,12}(?:儿童|孤儿|情况|人员|对象|新增|变动|变化)"
    r"|第?[0-9一二三四五六七八九十]{1,4}页(?:[,，/ ]*共[0-9一二三四五六七八九十]{1,4}页)?|共[0-9]{1,4}页|[0-9]{1,4}/[0-9]{1,4}"
    r"|截[止至].*|(?:续|接)(?:上|下|前|后)?[表页].*|转下页|下接.*|(?:完|结束|完毕|到此为止|END)"
    r"|全?[\u4e00-\u9fff]{0,6}共[0-9]+[人名户个].*|其中[:,]?男[0-9]+.*|男[0-9]+[人名]?.*女[0-9]+.*"
)
_EDGE = "※★☆●○◆■□▲△→←↓↑"  # signs drawn around a line
_EDGE += "()[]-—–_=*#~.。,，、…·<>《》【】 "
_INSTRUCTION = re.compile(
    r"(?:非|不)?必[填选录](?:项|栏|列)?|选[填录](?:项|栏)?|可(?:不填|空|为空)|(?:不用|无需|不需|请|自动|系统).{0,8}(?:填|选|生成|带出|计算).{0,30}"
    r"|(?:下拉|单选|多选|限选|只能|须|应|按|从).{0,12}(?:选|填|写|格式|一致).{0,30}|(?:格式|例|如|示例|样例|说明|注意)[:为].*|文本格式|日期格式|数字格式"
    r"|请(?:输|录|选|填|注意|按|用|勿|从|使用|参照).{0,30}|(?:单选|多选|下拉|可选|选项)(?:框|项|列表)?[:为]?.{0,30}"
    r"|(?:不|勿)(?:超过|得|能|可|要|少于|多于|大于).{0,20}|(?:最多|最长|最大|限|至多|上限)[0-9]+.{0,8}"
    r"|(?:与|同|按|以|依据|根据|参照).{1,14}(?:一致|为准|相符|填写|填报|相同|名称).{0,8}|(?:文本|数字|日期|整数|字符|数值|文字)(?:型|格式|类型|框)?"
    r"|(?:真实|完整|规范|村居|单位)?(?:姓名|名称)?(?:全称|简称).{0,6}|自动(?:生成|计算|带出|编号).{0,8}|男[/、或]女|是[/、或]否|有[/、或]无"
    r"|[0-9]{1,3}(?:位|字|个字)(?:以内|数字|号码|身份证号?)?.{0,10}|填写.{1,30}|.{1,10}/.{1,10}(?:/.{1,10})*选一|YYYY.*",
    re.IGNORECASE,
)


def is_nobody(text: str) -> bool:
    """Whether a text says that no child stands here: 以下空白, 零报告, 本村无困境儿童, 第1页，共2页."""
    return bool(_NOBODY.fullmatch(squeeze(text).strip(_EDGE)))


def says_nothing(name: str) -> bool:
    """Whether a name cell is blank or holds a count, a subtotal, or a signature line."""
    text = squeeze(name)
    return not or_none(text) or bool(
        COUNT.fullmatch(text) or SUBTOTAL.fullmatch(text) or SIGNED.search(text) or NOTE.search(text) or is_nobody(text)
    )


def is_instruction(text: str) -> bool:
    """What a template says below its header about filling in a column: 必填，格式：2016-01-01."""
    return any(_INSTRUCTION.fullmatch(part) for part in re.split("[,，;；。()]", squeeze(text)) if part)


def is_remark(text: str) -> bool:
    """Totals and signatures, in any cell of a line without a name."""
    bare = squeeze(text)
    return bool(SIGNED.search(bare) or SUBTOTAL.fullmatch(bare)) or is_nobody(bare)
