"""Taking each column for a field: by its header's words, the group above it, and its neighbours."""

import re
from collections.abc import Collection, Iterable, Mapping

from hutong.children.values.vocabulary import FLAG, Words, plain_label, without_notes

Path = tuple[str, ...]

# 帮扶儿童姓名, 申请对象公民身份号码: whatever is called so is the child's.
_OF_A_CHILD = re.compile("[\u4e00-\u9fff]{0,10}(?:儿童|孩子|小孩|学生|幼儿|孤儿|未成年人|对象|本人)的?(.+)")
_CHILDREN = re.compile(
    "[\u4e00-\u9fff]{0,10}(?:儿童|孩子|小孩|学生|幼儿|孤儿|未成年人|对象)(?:本人)?(?:基本|个人)?(?:情况|信息)?"
)
# Somebody: 领款人, 代领者, 户主, 卡主; not 本人, 被监护人, 未成年人.
_SOMEBODY = re.compile(
    "(?!.*(?:儿童|孩子|学生|孤儿|本人|被|成年人))[\u4e00-\u9fff]{1,6}(?:人|者|[户卡账]主)"
    "(?:的?(?:姓名|名字|名称|身份|证件|公民|电话|手机|联系|账号|卡号).*)?$"
)

# Fields that mean another person's fact under another person's heading.
_PERSONAL = frozenset({"name", "sex", "birth_date", "age", "ethnicity", "id_type", "id_number", "phone", "remark"})
# Words which, without a person in front, belong to whoever the columns to the left are about.
_AGAIN = frozenset({"sex", "birth_date", "ethnicity"})
_FOLLOWING = frozenset({"phone", "workplace", "job", "since", "relation", "id_number", "age"})


def take(
    paths: Mapping[int, Path], words: Words, guess: bool = True, hidden: Collection[int] = ()
) -> dict[int, str | None]:
    """column → field or None. Without `guess` only whole known headers count (used to find the header).

    A field is given to one column only, the first that the office sees.
    """
    taken = {column: look_up(path, words) for column, path in sorted(paths.items())}
    strange = _lend_people(taken, paths, words)
    if guess:
        for column, path in paths.items():
            if taken[column] is None and column not in strange:
                taken[column] = _guess(path, words)
    _name_by_child(taken, paths, words)
    return _once(taken, hidden)


def look_up(path: Path, words: Words) -> str | None:
    """The field of a header path such as (父亲, 姓名): the whole path joined, else without its outer groups."""
    for plain in (plain_label, without_notes):
        parts = [text for text in map(plain, path) if text]
        for start in range(len(parts)):
            name = words.headers.get("".join(parts[start:]))
            if name and _may_drop(parts[:start], name, words):
                return name
        if len(parts) > 1 and parts[-1] in words.category_words and _about_categories(parts[-2], words):
            return FLAG + words.category_words[parts[-1]]
    child = _OF_A_CHILD.fullmatch(without_notes(path[-1])) if path else None
    return (
        words.headers.get(child[1]) if child and _may_drop(list(map(plain_label, path[:-1])), "name", words) else None
    )


def _about_categories(group: str, words: Words) -> bool:
    return words.headers.get(group) == "categories" or group in words.category_words


def _may_drop(groups: list[str], name: str, words: Words) -> bool:
    persons = {_person(group, words) for group in groups}
    if persons - {None, "child"} and "_" not in name:
        return False
    return name not in _PERSONAL or persons <= {"child"}


def _lend_people(taken: dict[int, str | None], paths: Mapping[int, Path], words: Words) -> set[int]:
    """In a flat header 监护人 | 身份证号 | 联系电话 the later two are the guardian's. Gives the columns of strangers."""
    strange: set[int] = set()
    person: str | None = None
    explicit = set(taken.values())
    seen: set[str | None] = set()
    for column in sorted(taken):
        own = taken[column]
        if person == "other" and own in _FOLLOWING and own in [taken[other] for other in taken if other > column]:
            taken[column] = None  # 领款人 | 身份证号 | 儿童姓名 | 身份证号
            strange.add(column)
            continue
        base = words.bare.get(plain_label(paths[column][-1])) if len(paths[column]) == 1 else None
        later = [taken[other] for other in taken if other > column]
        if person and base in _FOLLOWING and (own is None or _is_lent(own, base, seen, later)):
            lent = f"{person}_{base}"
            if lent in words.columns and lent not in explicit:
                taken[column] = own = lent
                explicit.add(lent)
        elif person and own in seen and own in _AGAIN and f"{person}_{own}" in words.columns:
            taken[column] = own = f"{person}_{own}"  # 监护人 | 性别 | 身份证号
        seen.add(own)
        person = _person_of(own, words) if own else _stranger(paths[column], words)
    return strange


def _is_lent(own: str, base: str, seen: set[str | None], later: list[str | None]) -> bool:
    """Whether a bare 身份证号 after a person is that person's: the child has one already, or comes later with its own."""
    return base not in ("id_number", "age") or own in seen or ("name" not in seen and own in later)


def _person_of(name: str, words: Words) -> str | None:
    return next((person for person, fields in words.relative_fields.items() if name in fields), None)


def _guess(path: Path, words: Words) -> str | None:
    joined = "".join(map(without_notes, path)) or "".join(map(plain_label, path))
    person = _person_in(joined, words)
    if person == "other":
        return None
    if person is None and _stranger(path, words):
        return None
    if person and person != "child":
        base = next((base for word, base in words.relative_keywords if word in joined), None)
        lent = f"{person}_{base}"
        return lent if lent in words.columns else None
    leaf = without_notes(path[-1]) or plain_label(path[-1])
    return next((name for word, name in words.keywords if word in leaf and len(leaf) <= len(word) + 8), None)


def _person(group: str, words: Words) -> str | None:
    known = words.people.get(group)
    return known or ("child" if _CHILDREN.fullmatch(group) else "other" if _SOMEBODY.fullmatch(group) else None)


def owner_before(column: int, taken: Mapping[int, str | None], paths: Mapping[int, Path], words: Words) -> str | None:
    """The person whose columns stand before a column: a relative, other for a stranger, None for the child."""
    for at in sorted((at for at in paths if at < column), reverse=True):
        name = taken.get(at)
        if name in _PERSONAL:
            return None
        if person := (_person_of(name, words) if name else None) or _stranger(paths[at], words):
            return person
    return None


def is_stranger(path: Path, words: Words) -> bool:
    """Whether a header under a group is about somebody of no interest here: 帮扶人/姓名."""
    return len(path) > 1 and _stranger(path, words) == "other"


def _stranger(path: Path, words: Words) -> str | None:
    """Whether a header is about somebody who is neither the child nor of its family: 领款人姓名, 开户人身份证号."""
    joined = "".join(map(without_notes, path)) or "".join(map(plain_label, path))
    known = _person_in(joined, words)
    return "other" if known == "other" or (known is None and _SOMEBODY.match(joined)) else None


def _person_in(text: str, words: Words) -> str | None:
    long_words = sorted((word for word in words.people if len(word) > 1), key=len, reverse=True)
    return next((words.people[word] for word in long_words if word in text), None)


def _name_by_child(taken: dict[int, str | None], paths: Mapping[int, Path], words: Words) -> None:
    """Where no column is called 姓名, a single column headed 留守儿童 or 困境儿童 holds the names."""
    if "name" in taken.values():
        return
    flags = [column for column, name in taken.items() if name and name.startswith(FLAG) and len(paths[column]) == 1]
    if len(flags) == 1 and not plain_label(paths[flags[0]][0]).startswith("是否"):
        taken[flags[0]] = "name"


def _once(taken: dict[int, str | None], hidden: Collection[int]) -> dict[int, str | None]:
    first: dict[str, int] = {}
    for column in sorted(taken, key=lambda column: (column in hidden, column)):
        if name := taken[column]:
            first.setdefault(name, column)
    return {column: name if name and first[name] == column else None for column, name in sorted(taken.items())}


def corrected(
    taken: Mapping[int, str | None],
    letters: Mapping[str, str | None],
    columns: Iterable[tuple[int, str]],
    words: Words,
) -> dict[int, str | None]:
    """The guess with the user's corrections {letter: field or None}; a field moves to the column chosen.

    Raises ValueError in Chinese for a field that does not exist.
    """
    result = dict(taken)
    for column, letter in columns:
        if letter not in letters:
            continue
        name = letters[letter]
        if name is not None and name not in words.columns:
            raise ValueError(f"没有“{name}”这一栏，请从列表里选择{letter}列对应的栏目。")
        for other, held in taken.items():
            if name is not None and held == name and other != column and result[other] == name:
                result[other] = None
        result[column] = name
    return result
