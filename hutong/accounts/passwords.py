"""Rules for passwords, each with its sentence: long enough, not what everybody takes, nothing about oneself, not again."""

import re
import unicodedata
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from pypinyin import Style, lazy_pinyin

from hutong.accounts import context, phones
from hutong.accounts.managers import plain
from hutong.accounts.models import FormerPassword, Person
from hutong.ground import clock

SHORTEST = 10
REMEMBERED = 5
# What is left of a usual password when digits and signs are taken off, here and in China's offices.
USUAL_WORDS = frozenset(
    [
        "admin",
        "administrator",
        "root",
        "test",
        "user",
        "guest",
        "welcome",
        "password",
        "passwd",
        "pass",
        "pwd",
        "mima",
        "login",
        "qwer",
        "qwerty",
        "qwertyuiop",
        "asdf",
        "asdfgh",
        "asdfghjkl",
        "zxcvbn",
        "zxcvbnm",
        "qaz",
        "qazwsx",
        "wsx",
        "abc",
        "abcd",
        "abcdef",
        "aaa",
        "aa",
        "a",
        "woaini",
        "woaini",
        "wo",
        "ai",
        "ni",
        "iloveyou",
        "aini",
        "loveyou",
        "love",
        "qq",
        "wx",
        "weixin",
        "taobao",
        "baidu",
        "zhongguo",
        "china",
        "jilin",
        "changchun",
        "yanbian",
        "beijing",
        "minzheng",
        "minzhengju",
        "hutong",
        "ertong",
        "baba",
        "mama",
        "密码",
        "口令",
        "我爱你",
        "中国",
        "民政",
        "民政局",
        "吉林",
        "护童",
        "儿童",
    ]
)
# Numbers that are taken because they sound like words, and rows of the keyboard.
USUAL_NUMBERS = (
    "5201314",
    "1314520",
    "7758521",
    "5211314",
    "147258369",
    "741852963",
    "1qaz2wsx",
    "1q2w3e4r",
    "qwe123",
    "112233",
    "666888",
    "888888",
)
ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890-=")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


class Rule:
    """A rule as Django asks for it: refuses with a code and a sentence."""

    code = ""
    sentence = ""

    def validate(self, password: str, user: Any = None) -> None:
        if self.broken(password, user):
            raise ValidationError(self.sentence, code=self.code)

    def broken(self, password: str, person: Person | None) -> bool:
        raise NotImplementedError

    def get_help_text(self) -> str:
        return self.sentence


class LongEnough(Rule):
    code, sentence = "too_short", f"密码至少 {SHORTEST} 个字符。"

    def broken(self, password: str, person: Person | None) -> bool:
        return len(password) < SHORTEST


class NotCommon(Rule):
    code, sentence = "too_common", "这个密码太常见、太好猜，请换一个。几个不相干的词连起来就很好记，也不好猜。"
    _known = CommonPasswordValidator().passwords

    def broken(self, password: str, person: Person | None) -> bool:
        text = _plain(password)
        letters = re.sub(r"[\W\d_]+", "", text)
        rest = text
        for usual in USUAL_NUMBERS:
            rest = rest.replace(usual, "")
        return (
            text in self._known
            or not letters
            or letters in USUAL_WORDS
            or len(set(text)) < 5
            or len(rest) < 4
            or _in_rows(text)
        )


def _in_rows(text: str) -> bool:
    """Whether almost all of it runs along the alphabet, the digits or a row of the keyboard, either way."""
    rows = [row + row[::-1] for row in ROWS]
    steps = sum(any(pair in row for row in rows) for pair in map("".join, pairwise(text)))
    return steps >= 0.7 * (len(text) - 1)


class NotAboutOneself(Rule):
    code, sentence = "about_oneself", "密码里不能有自己的工号、手机号、姓名或姓名拼音。"

    def broken(self, password: str, person: Person | None) -> bool:
        text = _plain(password)
        return person is not None and any(len(part) >= 2 and part in text for part in _about(person))


def _about(person: Person) -> set[str]:
    phone = phones.of(person) or ""
    syllables = lazy_pinyin(person.name, style=Style.NORMAL)
    # A pinyin shorter than four letters stands in too many words.
    spoken = {word for word in ("".join(syllables), "".join(syllables[1:] + syllables[:1])) if len(word) >= 4}
    return {_plain(part) for part in {person.staff_number, person.name, phone, phone[-8:], *spoken}}


class NotUsedLately(Rule):
    code, sentence = "used_lately", f"这个密码最近用过，请换一个与前 {REMEMBERED} 个都不同的。"

    def broken(self, password: str, person: Person | None) -> bool:
        if person is None or person._state.adding:
            return False
        former = plain(FormerPassword).filter(person=person).order_by("-at")[: REMEMBERED - 1]
        return any(check_password(password, hash) for hash in [person.password, *former.values_list("hash", flat=True)])


def replace(person: Person, new: str, *, must_change: bool) -> None:
    """Give a person a password and remember the old one; inside an action."""
    with context.as_person(person):
        person.refresh_from_db(fields=["password"])
    FormerPassword(person=person, at=clock.now(), hash=person.password).save(force_insert=True)
    person.set_password(new)
    person.must_change_password, person.password_changed_at = must_change, clock.now()
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])


def too_old(person: Person) -> bool:
    """Whether the deployment lets passwords grow old and this one has (HUTONG_PASSWORD_DAYS)."""
    changed = person.password_changed_at
    return bool(settings.PASSWORD_DAYS and changed and clock.now() - changed >= timedelta(days=settings.PASSWORD_DAYS))
