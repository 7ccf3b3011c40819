"""What a person typed into the file's fields, made into values of the model, or a sentence at the field."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from hutong.children.age import age
from hutong.children.groups import AID, BY_KEY, GROUPS, NUMBERS, PHONES, Group
from hutong.children.models import Child
from hutong.children.models.choices import ADULT, AidKind, Kind
from hutong.children.newfile import NewFile
from hutong.children.values.id_number import read_id_number
from hutong.children.values.names import typed_name
from hutong.children.values.phones import read_phone
from hutong.ground import clock
from hutong.ground.sealed_words import SENTENCE, sealed_words
from hutong.ground.sealing import SealedTextField

BROKEN = {
    "id_length": "身份证号应为 18 位。",
    "id_check_digit": "身份证号校验位不对，请核对有没有抄错。",
    "id_precision_lost": "身份证号末几位已丢失，请照证件重新填写。",
}
Changes = dict[str, dict[str, Any]]
FieldErrors = list[tuple[str, str]]


CHILD_GROUPS = [group.key for group in GROUPS if group.model is Child]


class Invalid(ValueError):
    """Fields that cannot be taken: [(group.field, sentence)]."""

    def __init__(self, errors: FieldErrors) -> None:
        super().__init__("；".join(message for _, message in errors))
        self.errors = errors


def changes(given: Changes) -> Changes:
    """Check and convert; raises Invalid with every field that is wrong, not only the first."""
    cleaned, errors = _cleaned(given)
    if errors:
        raise Invalid(errors)
    return cleaned


def _cleaned(given: Changes) -> tuple[Changes, FieldErrors]:
    cleaned: Changes = {}
    errors: FieldErrors = []
    for key, values in given.items():
        for name, value in values.items():
            try:
                cleaned.setdefault(key, {})[name] = _one(key, name, value)
            except ValidationError as error:
                errors.append((f"{key}.{name}", error.messages[0]))
            except (TypeError, ValueError, OverflowError):
                errors.append((f"{key}.{name}", "这一项的内容读不懂，请重新填写。"))
    return cleaned, errors


def _one(key: str, name: str, value: Any) -> Any:
    if key == AID and name == "kinds":
        return _kinds(value)
    group = BY_KEY.get(key)
    if group is None or name not in group.fields:
        raise ValidationError("档案里没有这一项。")
    return _field(group, name, value)


def _kinds(value: Any) -> list[str]:
    if not isinstance(value, list) or not set(value) <= set(AidKind.values):
        raise ValidationError("请从列出的救助和福利中选择。")
    return sorted(set(value))


def _field(group: Group, name: str, value: Any) -> Any:
    column = group.column(name)
    if isinstance(value, str):
        value = re.sub(r"\s+", " ", value).strip()
        # As a ledger's names are read, so that the same child has one name on paper and in the file.
        value = (typed_name(value) or value) if name == "name" else value
    if value in (None, ""):
        return _empty(group, name, column)
    if isinstance(column, SealedTextField):
        return _sealed(name, str(value))
    if column.get_internal_type() == "CharField" and not isinstance(value, str):
        raise ValidationError("请填写文字。")
    if column.get_internal_type() == "CharField" and not column.choices and sealed_words().search(value):
        raise ValidationError(SENTENCE)
    cleaned = column.clean(value, None)
    if isinstance(cleaned, date) and cleaned > clock.today():
        raise ValidationError("日期不能晚于今天。")
    if isinstance(cleaned, int) and not isinstance(cleaned, bool) and not 0 <= cleaned < 10**8:
        raise ValidationError("数字超出合理范围。")
    return cleaned


def _empty(group: Group, name: str, column: Any) -> Any:
    if name in group.required:
        raise ValidationError("这一项必须填写。")
    return None if column.null else ""


def _sealed(name: str, text: str) -> str:
    if "•" in text or len(text) > 40:
        raise ValidationError("请填写完整号码，或保留原样不改。")
    if name in PHONES:
        number, valid = read_phone(text)
        if not valid or number is None:
            raise ValidationError("电话应为 11 位手机号、带区号的座机号，或以 + 开头的国外号码。")
        return number
    if name in NUMBERS and not re.fullmatch(r"[0-9A-Za-z()\-]{5,40}", text):
        raise ValidationError("号码只能由数字、字母组成。")
    return text.upper()


def other_papers(child: dict[str, Any]) -> bool:
    """Whether a resident's number stands under another kind of papers, where it would not be checked."""
    number = child.get("id_number")
    return bool(number and child.get("id_kind", "resident") != "resident" and read_id_number(number).number)


def resident_number(number: str | None, birth: date, sex: str) -> FieldErrors:
    """Whether an 18-digit number fits birth date and sex (GB 11643-1999)."""
    if not number:
        return []
    read = read_id_number(number)
    if read.problem:
        return [("child.id_number", BROKEN[read.problem])]
    if read.birth_date != birth:
        return [("child.id_number", "身份证号中的出生日期与填写的出生日期不一致。")]
    if read.sex != sex:
        return [("child.id_number", "身份证号中的性别位与填写的性别不一致。")]
    return []


def new_file(place: int, groups: Changes, categories: list[str]) -> NewFile:
    """A new file out of what the form holds; raises Invalid with every field that is wrong, by itself or beside others.

    What needs no look at the register the phone refuses, too (web/packages/forms/src/file.ts), by the same cases."""
    empty = {"child": dict.fromkeys(BY_KEY["child"].required)}
    given = {
        key: values for key, values in (empty | groups).items() if any(v not in (None, "", []) for v in values.values())
    }
    given["child"] = empty["child"] | given.get("child", {})
    cleaned, errors = _cleaned(given)
    child = {name: value for key in CHILD_GROUPS for name, value in cleaned.get(key, {}).items() if value != ""}
    if {"birth_date", "sex"} <= child.keys():
        errors += _fits(child)
    relatives = [{"kind": key, **cleaned[key]} for key in Kind.values if cleaned.get(key)]
    schooling = cleaned.get("schooling") or None
    if schooling and not schooling.get("stage"):
        errors.append(("schooling.stage", "请先选择就学阶段。"))
    if errors:
        raise Invalid(errors)
    aids = cleaned.get(AID, {}).get("kinds", [])
    return NewFile(place, child, relatives, [{"key": key} for key in categories], schooling, aids)


def birth_date(born: date, registered_on: date) -> FieldErrors:
    """Whether a birth date makes this a child, born before it was registered."""
    if age(born, clock.today()) >= ADULT:
        return [("child.birth_date", "按这个日期已满十八周岁，不是儿童档案；确已成年请办理退出。")]
    return [("child.birth_date", f"出生日期晚于建档日期 {registered_on}。")] if born > registered_on else []


def _fits(child: dict[str, Any]) -> FieldErrors:
    if errors := birth_date(child["birth_date"], clock.today()):
        return errors
    if other_papers(child):
        return [("child.id_kind", "这是居民身份证号码，请把证件类型选为居民身份证。")]
    if child.get("id_kind", "resident") == "resident":
        return resident_number(child.get("id_number"), child["birth_date"], child["sex"])
    return []
