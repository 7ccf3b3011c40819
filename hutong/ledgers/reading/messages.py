"""Every problem code, its severity and its sentence: what is wrong and what to do. No value of a child in it,
except words that stand for no person (an unknown category, a village's name)."""

from hutong.ledgers.reading.results import Severity

WARNINGS = frozenset(
    [
        "phone_invalid",
        "category_age",
        "place_differs",
        "exited",
        "sealed_in_ledger",
        "value_unknown",
        "text_too_long",
        "related_id_invalid",
        "formula_blank",
        "category_unsaid",
        "more_lines",
    ]
)

_SENTENCES = {
    "name_missing": "没有填写儿童姓名，请补上姓名后再导入。",
    "name_invalid": "姓名里有数字或没有文字，不像姓名，请核对。",
    "name_several": "一格里写了不止一名儿童，请每名儿童各写一行。",
    "sex_missing": "性别没有填写或看不懂，请填“男”或“女”。",
    "formula_failed": "这一格的公式没有算出结果（如 #N/A），请改成实际内容后再导入。",
    "formula_blank": "这一格的公式没有算出结果（如 #N/A），没有读入，请补填。",
    "left_in_ledger": "台账写明这名儿童已经退出（死亡、迁出、返乡等），不作为在册儿童导入。档案仍在册的，请在档案里办理退出；写错了的，请改正后再导入。",
    "category_unsaid": "标题或分段行写着不止一类儿童，这一行没有写明是哪一类。请补填儿童类别，或在核对栏目处选定；没有类别的儿童不会有任务。",
    "more_lines": "这名儿童占了几行，其余行里的人和情况已记入备注（证件号码没有读入），请核对。",
    "id_length": "身份证号应为18位，这里是{detail}位，请对照户口簿核对。",
    "id_check_digit": "身份证号校验不通过，可能抄错了数字，请对照户口簿核对。",
    "id_precision_lost": "身份证号被 Excel 当作数字，后几位已丢失，请把该列设为文本格式后重新填写完整号码。",
    "id_birth_mismatch": "出生日期与身份证号中的出生日期（{detail}）不一致，请核对两处。",
    "id_sex_mismatch": "性别与身份证号不一致（号码表示{detail}），请核对两处。",
    "id_conflict": "这个身份证号已经登记在另一个姓名下，请核对号码和姓名。",
    "date_unreadable": "出生日期看不懂，请写成“2016-03-05”这样的年月日。",
    "date_missing": "没有出生日期，也没有可以推算的身份证号，请补填出生日期。",
    "date_incomplete": "出生日期不完整，又没有身份证号可以补全，请写成“2016-03-05”这样的年月日。",
    "date_future": "出生日期在今天（{detail}）之后，请核对。",
    "age_over_limit": "已满18周岁（{detail}岁），不再属于登记范围，请从台账中移出。",
    "category_unknown": "“{detail}”不是规定的儿童类别，请改成农村留守儿童、困境儿童、散居孤儿、事实无人抚养儿童等规定名称。",
    "category_age": "已满{detail}，该类别不再导入，请更新台账。",
    "place_missing": "没有写明所在村（社区），请补填村（社区）名称。",
    "place_unknown": "找不到名为“{detail}”的村（社区），请核对名称。",
    "place_ambiguous": "“{detail}”对应不止一个村（社区），请写全称（村委会或社区）。",
    "place_outside": "“{detail}”不在本次导入的地区之内，请交由所在地的单位导入，或核对村名。",
    "place_differs": "台账中的村（社区）与档案登记的不同，本次导入不改动居住地；确已搬迁的，请在档案中办理迁移。",
    "person_ambiguous": "档案中有不止一名同名、同出生日期、同村的儿童，无法确定是哪一名，请补填身份证号。",
    "exited": "这名儿童的档案已于{detail}，本次不写入任何内容；确已回到本地的，请打开档案由工作人员办理“恢复在册”，再重新导入。",
    "exited_dead": "这名儿童的档案已于{detail}，本次不导入；请从台账中移出。登记有误的，请打开档案办理“恢复在册”。",
    "duplicate_in_file": "与本文件{detail}重复，只导入前面一行。",
    "duplicate_of_numbered": "与本文件{detail}是同一名儿童，那一行有身份证号，只导入那一行。",
    "phone_invalid": "电话号码不对：应为11位手机号、固定电话，或以“+”开头的国外号码，请核对。",
    "related_id_invalid": "亲属的身份证号不正确或已丢失后几位，请核对；本次不导入这个号码。",
    "sealed_in_ledger": "此处涉及须保密的情况，不得写入台账，本次不导入；请由县级专人在系统中单独登记，并从台账中删去。",
    "value_unknown": "“{detail}”不在可选项内，已原样记入备注，请核对。",
    "text_too_long": "文字超过{detail}个字，只导入前面的部分，请精简。",
    "text_invalid": "单元格里有无法保存的特殊字符，请重新输入这一格。",
}

# Errors under a code that else is a warning.
_ERRORS = frozenset(["exited_dead"])
# Several sentences for one code of the contract.
_CODES = {
    "exited_dead": "exited",
    "name_several": "name_invalid",
    "date_missing": "date_unreadable",
    "date_incomplete": "date_unreadable",
    "date_future": "date_unreadable",
    "place_missing": "place_unknown",
    "duplicate_of_numbered": "duplicate_in_file",
}


def code_of(kind: str) -> str:
    """The code that other tools see for a kind of problem."""
    return _CODES.get(kind, kind)


def severity_of(kind: str) -> Severity:
    """Errors keep a row out; warnings do not."""
    return "warning" if kind not in _ERRORS and code_of(kind) in WARNINGS else "error"


def sentence(kind: str, detail: str = "") -> str:
    """The sentence for the user."""
    return _SENTENCES[kind].format(detail=detail)
