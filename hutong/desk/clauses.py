"""The three annexes in the document's own words (吉民发〔2019〕41号), and what it asks of departments, institutions, bodies: the home
page is the document."""

from typing import NamedTuple

from hutong.accounts.models import Organisation
from hutong.places.codes import Level

ANNEXES = {
    "A1": "未成年人救助保护机构工作职责",
    "A2": "儿童督导员工作职责",
    "A3": "儿童主任工作职责",
}
TEXTS = {
    "A1-1": "负责对生活无着的流浪乞讨、遭受监护侵害、暂时无人监护等未成年人实施救助，承担临时监护责任。",
    "A1-2": "负责定期分析评估本地区农村留守儿童关爱保护和困境儿童保障工作情况，有针对性地制定工作计划和工作方案。",
    "A1-3": "负责为乡镇人民政府（街道办事处）、村（居）民委员会开展的监护监督等工作提供政策指导和技术支持，为乡镇人民政府（街道办事处）推进农村留守儿童关爱保护和困境儿童保障工作提供政策支持。",
    "A1-4": "负责指导开展农村留守儿童和困境儿童基本信息摸底排查、登记建档和动态更新。",
    "A1-5": "负责协调开通未成年人保护专线，协调推进监护评估、个案会商、服务转介、技术指导、精神关怀等线上线下服务，针对重点个案组织开展部门会商和帮扶救助。",
    "A1-6": "负责组织或指导开展儿童督导员、儿童主任业务培训。",
    "A1-7": "负责支持引进和培育儿童类社会组织、招募志愿者或发动其他社会力量参与农村留守儿童关爱保护和困境儿童保障工作，并为其开展工作提供便利。",
    "A1-8": "负责组织开展农村留守儿童、困境儿童、散居孤儿等未成年人保护政策宣传。",
    "A1-9": "负责对流浪儿童、困境儿童、农村留守儿童等未成年人依法申请、获得法律援助提供支持。",
    "A1-10": "负责协助司法部门打击拐卖儿童、对儿童实施家暴以及胁迫、诱骗或利用儿童乞讨等违法犯罪行为。",
    "A2-1": "负责推进农村留守儿童关爱保护和困境儿童保障等工作，制定有关工作计划和工作方案。",
    "A2-2": "负责儿童主任管理，做好选拔、指导、培训、跟踪、考核等工作。",
    "A2-3": "负责农村留守儿童、困境儿童、散居孤儿等信息动态更新，建立健全信息台账。",
    "A2-4": "负责指导儿童主任加强对困境儿童、农村留守儿童、散居孤儿的定期走访和重点核查，做好强制报告、转介帮扶等事项。",
    "A2-5": "负责指导村（居）民委员会做好儿童关爱服务场所建设与管理。",
    "A2-6": "负责开展农村留守儿童、困境儿童、散居孤儿等未成年人保护政策宣传。",
    "A2-7": "负责协调引进和培育儿童类社会组织、招募志愿者或发动其他社会力量参与儿童工作。",
    "A2-8": "负责协助做好农村留守儿童、困境儿童、散居孤儿社会救助、精神慰藉等关爱服务工作。",
    "A3-1": "负责做好农村留守儿童关爱保护和困境儿童保障日常工作，定期向村（居）民委员会和儿童督导员报告工作情况。",
    "A3-2": "负责组织开展信息排查，及时掌握农村留守儿童、困境儿童和散居孤儿等服务对象的生活保障、家庭监护、就学情况等基本信息，一人一档案，及时将信息报送乡镇人民政府（街道办事处）并定期予以更新。",
    "A3-3": "负责指导监护人和受委托监护人签订委托监护确认书，加强对监护人（受委托监护人）的法治宣传、监护督导和指导，督促其依法履行抚养义务和监护职责。",
    "A3-4": "负责定期随访监护情况较差、失学辍学、无户籍以及患病、残疾等重点儿童，协助提供监护指导、精神关怀、返校复学、落实户籍等关爱服务，对符合社会救助、社会福利政策的儿童及家庭，告知具体内容及申请程序，并协助申请救助。",
    "A3-5": "负责及时向公安机关及其派出机构报告儿童脱离监护单独居住生活或失踪、监护人丧失监护能力或不履行监护责任、疑似遭受家庭暴力或不法侵害等情况，并协助为儿童本人及家庭提供有关支持。",
    "A3-6": "负责管理村（居）民委员会儿童关爱服务场所，支持配合相关部门和社会力量开展关爱服务活动。",
}
# The heads of the opinion's own sections, under which a clause of four parts is found.
SECTIONS = {
    "S1-1": ("一（一）", "明确两类机构功能定位"),
    "S1-2": ("一（二）", "推进未成年人救助保护机构转型升级"),
    "S1-3": ("一（三）", "拓展儿童福利机构社会服务功能"),
    "S2-1": ("二（一）", "加强工作力量"),
    "S2-2": ("二（二）", "加强业务培训"),
    "S2-3": ("二（三）", "加强工作跟踪"),
    "S3-1": ("三（一）", "培育孵化社会组织"),
    "S3-2": ("三（二）", "推进政府购买服务"),
    "S3-3": ("三（三）", "发动社会各方参与"),
    "S4-1": ("四（一）", "加强组织领导"),
    "S4-2": ("四（二）", "提供资金支持"),
    "S4-3": ("四（三）", "加强部门协作"),
    "S4-4": ("四（四）", "严格工作落实"),
}
# What a level above answers for through the clauses of those it guides: A2-3 and A2-4 over directors' files and visits,
# A1-3 and A1-4 over both. The figure is the same count, read one level up. A2-2 and A1-3 are owed too: what those below ask
# to be free of, it is theirs to answer.
FOLLOWS = {
    "A3-1": ("A3-1",),
    "A2-1": ("A2-1",),
    "A1-2": ("A1-2",),
    "A1-5": ("A1-5",),
    "A1-6": ("S2-1",),
    "A3-2": ("A3-2",),
    "A3-4": ("A3-4",),
    "A2-2": ("A2-2", "S2-1"),
    "A2-3": ("A3-2", "A2-3"),
    "A2-4": ("A2-4", "A3-4"),
    "A1-3": ("A1-3", "A2-4", "A3-4"),
    "A1-4": ("A3-2", "A1-4"),
}
ACTIONS = {
    "A3-1": ("交办任务", "/decisions"),
    "A2-1": ("交办任务", "/decisions"),
    "A1-2": ("交办任务", "/decisions"),
    "A3-2": ("核实档案", "/duties?clause=A3-2"),
    "A3-4": ("去走访", "/duties?clause=A3-4"),
    "A2-2": ("儿童主任", "/posts"),
    "A2-3": ("导入台账", "/ledgers"),
    "A2-4": ("重点核查", "/key-checks"),
    "A1-3": ("查看走访", "/duties?clause=A3-4"),
    "A1-4": ("摸底排查", "/campaigns"),
    "A1-6": ("儿童工作人员", "/posts"),
}


class Sentence(NamedTuple):
    """What the document asks of an organisation: under which clause its duties stand, where the words are found, and the words."""

    clause: str
    where: str
    text: str


# Words in a department's name, and its sentence of opinion 四(三), in the document's order; finance has its own in 四(二).
DEPARTMENTS = (
    (("公安",), "四（三）", "公安部门要及时受理有关报告，第一时间出警、求助，依法迅速处警，会同、配合有关方面调查，有针对性地采取应急处置措施，依法追究失职父母或侵害人的法律责任，严厉惩处各类侵害农村留守儿童和困境儿童的犯罪行为，按政策为无户籍儿童办理入户手续。"),
    (("教育",), "四（三）", "教育部门要强化适龄儿童控辍保学、教育资助、送教上门、心理教育等工作措施，为机构内的困境儿童就近入学提供支持，对有特殊困难的农村留守儿童和困境儿童优先安排在校住宿。"),
    (("司法",), "四（三）", "司法行政部门要依法为农村留守儿童和困境儿童家庭申请提供法律援助，推动落实“谁执法谁普法”责任制，加强农村留守儿童和困境儿童关爱服务相关法律法规宣传。"),
    (("人力资源", "人社"), "四（三）", "人力资源社会保障部门要推动落实国务院关于支持农民工返乡创业就业系列政策措施，加强农村劳动力就业创业培训。"),
    (("妇儿工委", "妇女儿童工作委员会"), "四（三）", "妇儿工委办公室要督促各级地方人民政府落实儿童发展纲要要求，做好农村留守儿童关爱保护和困境儿童保障工作。"),
    (("共青团", "团委", "团省委", "团州委", "团市委", "团县委", "团区委"), "四（三）", "共青团组织要会同未成年人救助保护机构开通12355未成年人保护专线，探索“一门受理、协同处置”个案帮扶模式，联动相关部门提供线上线下服务。"),
    (("妇联", "妇女联合会"), "四（三）", "妇联组织要发挥妇女在社会生活和家庭生活中的独特作用，将倡导家庭文明、强化家庭监护主体责任纳入家庭教育工作内容，引导家长特别是新生代父母依法履责；要充分发挥村（居）妇联组织作用，加强对农村留守儿童和困境儿童的关爱帮扶服务。"),
    (("残联", "残疾人联合会"), "四（三）", "残联组织要积极维护残疾儿童权益，大力推进残疾儿童康复、教育服务，提高康复、教育保障水平。"),
    (("财政",), "四（二）", "各级财政部门要结合实际需要，做好农村留守儿童和困境儿童关爱服务经费保障。要统筹使用困难群众救助补助等资金，实施规范未成年人社会保护支出项目。"),
)  # fmt: skip
# Of the notice by which the province passed the opinion on, for those that joined by later law: courts, procuratorates, health.
OTHERS = Sentence(
    "S4-3", "转发通知", "各级政府相关部门要密切配合，主动协作，形成关爱服务农村留守儿童和困境儿童的合力。"
)
COUNTY_HOME = Sentence("S1-3", "一（三）", "探索开展农村留守儿童、困境儿童、散居孤儿、社会残疾儿童及其家庭的临时照料、康复指导、特殊教育、精神慰藉、定期探访、宣传培训等工作。")  # fmt: skip
UPPER_HOME = Sentence("S1-3", "一（三）", "鼓励有条件的地市级以上儿童福利机构不断拓展集养、治、教、康于一体的社会服务功能，力争将儿童福利机构纳入定点康复机构，探索向贫困家庭残疾儿童开放。")  # fmt: skip
BODY = Sentence("S3-1", "三（一）", "要支持相关社会组织加强专业化、精细化、精准化服务能力建设，提高关爱保护服务水平，为开展农村留守儿童、困境儿童等工作提供支持和服务。")  # fmt: skip
# The clause under which each kind of organisation owes; the protection institution owes under its annex.
OWED_UNDER = {
    Organisation.Kind.DEPARTMENT: "S4-3",
    Organisation.Kind.PROTECTION_INSTITUTION: "A1-2",
    Organisation.Kind.WELFARE_INSTITUTION: "S1-3",
    Organisation.Kind.BODY: "S3-1",
}


def every() -> list[Sentence]:
    """All clauses of the document: the annexes in their words, the opinion by the heads of its sections; pure."""
    annexes = [Sentence(clause, f"附件{clause[1]} 第{clause.split('-')[1]}条", text) for clause, text in TEXTS.items()]
    return annexes + [Sentence(clause, where, head) for clause, (where, head) in SECTIONS.items()]


def sentence(kind: str, name: str, level: int) -> Sentence:
    """What the document asks of a department, an institution or a body that stands at a level; pure."""
    if kind == Organisation.Kind.WELFARE_INSTITUTION:
        return UPPER_HOME if level < Level.COUNTY else COUNTY_HOME
    if kind == Organisation.Kind.BODY:
        return BODY
    found = ((where, text) for words, where, text in DEPARTMENTS if any(word in name for word in words))
    return next((Sentence("S4-3", where, text) for where, text in found), OTHERS)
