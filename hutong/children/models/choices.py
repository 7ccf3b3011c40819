"""Values of the child's file and their labels on screens, papers and ledgers (民发〔2016〕42号 survey; domain.md §3).

An empty column means "not collected"; "unknown" means asked and not known.
"""

from django.db.models import TextChoices


class Sex(TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class IdKind(TextChoices):
    RESIDENT = "resident", "居民身份证"
    NONE = "none", "无户籍、无证件"
    HMT = "hmt", "港澳台居住证"
    FOREIGN = "foreign", "外国证件"
    NOT_SEEN = "not_seen", "有证件未提供"


class HukouNature(TextChoices):
    RURAL = "rural", "农业户口"
    URBAN = "urban", "非农业户口"
    RESIDENT = "resident", "居民户口"
    NONE = "none", "无户籍"
    UNKNOWN = "unknown", "问过不清楚"


class Health(TextChoices):
    WELL = "well", "健康"
    WEAK = "weak", "体弱多病"
    SERIOUS = "serious", "重病"
    CHRONIC = "chronic", "慢性病"
    DISABLED = "disabled", "残疾"
    UNKNOWN = "unknown", "问过不清楚"


class DisabilityKind(TextChoices):
    """GB/T 26341-2010."""

    SIGHT = "sight", "视力残疾"
    HEARING = "hearing", "听力残疾"
    SPEECH = "speech", "言语残疾"
    LIMB = "limb", "肢体残疾"
    INTELLECT = "intellect", "智力残疾"
    MENTAL = "mental", "精神残疾"
    MULTIPLE = "multiple", "多重残疾"


class DisabilityGrade(TextChoices):
    ONE = "1", "一级"
    TWO = "2", "二级"
    THREE = "3", "三级"
    FOUR = "4", "四级"
    UNGRADED = "ungraded", "未评定"


class IncomeSource(TextChoices):
    MIGRANT = "migrant", "外出务工"
    FARM = "farm", "种植养殖"
    LOCAL = "local", "本地务工或经营"
    AID = "aid", "社会救助和补贴"
    KIN = "kin", "亲友接济"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "问过不清楚"


class CareReason(TextChoices):
    """Why the child is in entrusted care (委托照护原因)."""

    BOTH_AWAY = "both_away", "父母均外出"
    ONE_AWAY = "one_away", "一方外出、另一方无监护能力"
    BOTH_UNABLE = "both_unable", "父母均无监护能力"
    OTHER = "other", "其他原因"


class Kind(TextChoices):
    """Who somebody is in the child's file; carers and guardians are dated and may follow one another."""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    GUARDIAN = "guardian", "法定监护人"
    CARER = "carer", "实际照护人"
    CONTACT = "contact", "联系人"


class Relation(TextChoices):
    """Relation to the child, after GB/T 4761 with the words that offices write."""

    PATERNAL_GRANDFATHER = "paternal_grandfather", "祖父"
    PATERNAL_GRANDMOTHER = "paternal_grandmother", "祖母"
    MATERNAL_GRANDFATHER = "maternal_grandfather", "外祖父"
    MATERNAL_GRANDMOTHER = "maternal_grandmother", "外祖母"
    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"
    UNCLE = "uncle", "叔叔伯伯"
    AUNT = "aunt", "姑姑"
    MATERNAL_UNCLE = "maternal_uncle", "舅舅"
    MATERNAL_AUNT = "maternal_aunt", "姨"
    BROTHER = "brother", "兄弟"
    SISTER = "sister", "姐妹"
    STEP_PARENT = "step_parent", "继父母"
    NEIGHBOUR = "neighbour", "邻居朋友"
    INSTITUTION = "institution", "机构"
    OTHER = "other", "其他"


class Whereabouts(TextChoices):
    HOME = "home", "在家"
    COUNTY = "county", "县内务工"
    PROVINCE = "province", "省内务工"
    COUNTRY = "country", "省外务工"
    ABROAD = "abroad", "国外务工"
    DEAD = "dead", "死亡"
    MISSING = "missing", "失踪"
    LOST = "lost", "失联"
    ELSEWHERE = "elsewhere", "其他原因不在家"
    UNKNOWN = "unknown", "问过不清楚"


class AbleToCare(TextChoices):
    YES = "yes", "有能力"
    ILL = "ill", "患重病"
    DISABLED = "disabled", "重度残疾"
    OLD = "old", "年老体弱"
    AWAY = "away", "不在身边"
    REFUSES = "refuses", "不履行"
    OTHER = "other", "其他原因无能力"
    UNKNOWN = "unknown", "问过不清楚"


class ContactOften(TextChoices):
    """How often a parent away from home is in touch; MPL 22 asks for at least once a week."""

    WEEKLY = "weekly", "每周至少一次"
    MONTHLY = "monthly", "每月一两次"
    RARELY = "rarely", "几个月一次"
    NEVER = "never", "无联系"
    UNKNOWN = "unknown", "问过不清楚"


class Stage(TextChoices):
    NONE = "none", "未入园"
    KINDERGARTEN = "kindergarten", "幼儿园"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中职"
    SPECIAL = "special", "特殊教育学校"
    HOME_TEACHING = "home_teaching", "送教上门"
    DROPPED_OUT = "dropped_out", "失学辍学"
    LEFT = "left", "已毕业离校"
    UNKNOWN = "unknown", "问过不清楚"


class CategoryKey(TextChoices):
    """Statutory categories, several at once; sources in domain.md §2. Sealed ones are sealed facts, not listed here."""

    LEFT_BEHIND = "left_behind", "农村留守儿童"
    DISTRESSED = "distressed", "困境儿童"
    ORPHAN = "orphan", "孤儿"
    ORPHAN_SCATTERED = "orphan_scattered", "散居孤儿"
    DE_FACTO = "de_facto_unsupported", "事实无人抚养儿童"
    FLOATING = "floating", "流动儿童"
    SEVERE = "severe_illness_disability", "重病重残儿童"
    STREET = "street", "流浪乞讨儿童"
    OUT_OF_SCHOOL = "out_of_school", "失学辍学儿童"
    UNREGISTERED = "unregistered", "无户籍儿童"
    POOR = "poor_family", "贫困家庭儿童"
    GUARDIANSHIP = "poor_guardianship", "监护缺失或不当儿童"


class AidKind(TextChoices):
    MINIMUM = "minimum_living", "最低生活保障"
    EXTREME = "extreme_poverty", "特困人员供养"
    TEMPORARY = "temporary", "临时救助"
    MEDICAL = "medical", "医疗救助"
    HOUSING = "housing", "住房救助"
    EDUCATION = "education", "教育救助"
    DISABILITY_LIVING = "disability_living", "困难残疾人生活补贴"
    DISABILITY_NURSING = "disability_nursing", "重度残疾人护理补贴"
    ORPHAN = "orphan", "孤儿基本生活费"
    DE_FACTO = "de_facto", "事实无人抚养儿童基本生活补贴"
    NONE = "none", "未享受"


class Risk(TextChoices):
    HIGH = "high", "高风险"
    MEDIUM = "medium", "中风险"
    LOW = "low", "低风险"


class ExitReason(TextChoices):
    ADULT = "adult", "年满十八周岁"
    RETURNED = "returned", "父母返乡，不再留守"
    IMPROVED = "improved", "困境情形消除"
    ADOPTED = "adopted", "被收养"
    MOVED = "moved", "迁往外地"
    DEATH = "death", "死亡"
    MISTAKE = "mistake", "误登记"
    MERGED = "merged", "并入另一份档案"
    UNDONE = "undone", "撤销导入"


# Exits that only their own actions make; such a file is in no list, its history stays.
GONE = (ExitReason.MERGED, ExitReason.UNDONE)


class SealedKind(TextChoices):
    HIV = "hiv", "艾滋病病毒感染"
    SEXUAL_HARM = "sexual_harm", "遭受性侵害"
    PARENT_CUSTODY = "parent_custody", "父母服刑或在押"
    PARENT_DRUGS = "parent_drugs", "父母强制隔离戒毒"
    OTHER = "other", "其他需密封事项"


# The birthday on which a category ends by itself (half-open: gone on that day): 国发〔2016〕13号, 21-department plan.
AGE_LIMIT = {CategoryKey.LEFT_BEHIND: 16, CategoryKey.FLOATING: 16}
ADULT = 18
