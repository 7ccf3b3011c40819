"""Taking each column for a field: by its header's words, the group above it, and its neighbours."""

from collections.abc import Iterable, Mapping

from hutong.children.values.vocabulary import FLAG, Words, plain_label, without_notes

Path = tuple[str, ...]

# Fields that mean another person's fact under another person's heading.
_PERSONAL = frozenset({"name", "sex", "birth_date", "age", "ethnicity", "id_type", "id_number", "phone", "remark"})
# Words which, without a person in front, belong to whoever the columns to the left are about.
_FOLLOWING = frozenset({"phone", "workplace", "job", "since", "relation", "id_number", "age"})


def take(paths: Mapping[int, Path], words: Words, guess: bool = True) -> dict[int, str | None]:
    """column → field or None. Without `guess` only whole known headers count (used to find the header).

    A field is given to one column only, the first.
    """
    taken = {column: look_up(path, words) for column, path in sorted(paths.items())}
    _lend_people(taken, paths, words)
    if guess:
        for column, path in paths.items():
            if taken[column] is None:
                taken[column] = _guess(path, words)
    _name_by_child(taken, paths, words)
    return _once(taken)


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
    return None


def _about_categories(group: str, words: Words) -> bool:
    return words.headers.get(group) == "categories" or group in words.category_words


def _may_drop(groups: list[str], name: str, words: Words) -> bool:
    persons = {words.people.get(group) for group in groups}
    if persons - {None, "child"} and "_" not in name:
        return False
    return name not in _PERSONAL or persons <= {"child"}


def _lend_people(taken: dict[int, str | None], paths: Mapping[int, Path], words: Words) -> None:
    """In a flat header 监护人 | 身份证号 | 联系电话 the later two are the guardian's."""
    person: str | None = None
    explicit = set(taken.values())
    seen: set[str | None] = set()
    for column in sorted(taken):
        own = taken[column]
        base = words.bare.get(plain_label(paths[column][-1])) if len(paths[column]) == 1 else None
        if person and base in _FOLLOWING and (own is None or _is_lent(own, base, seen)):
            lent = f"{person}_{base}"
            if lent in words.columns and lent not in explicit:
                taken[column] = own = lent
                explicit.add(lent)
        seen.add(own)
        person = _person_of(own, words) if own else None


def _is_lent(own: str, base: str, seen: set[str | None]) -> bool:
    """Whether a bare 身份证号 after a person is that person's: the child has one already, or comes later."""
    return base not in ("id_number", "age") or own in seen or "name" not in seen


def _person_of(name: str, words: Words) -> str | None:
    return next((person for person, fields in words.relative_fields.items() if name in fields), None)


def _guess(path: Path, words: Words) -> str | None:
    joined = "".join(map(without_notes, path)) or "".join(map(plain_label, path))
    person = _person_in(joined, words)
    if person == "other":
        return None
    if person and person != "child":
        base = next((base for word, base in words.relative_keywords if word in joined), None)
        lent = f"{person}_{base}"
        return lent if lent in words.columns else None
    leaf = without_notes(path[-1]) or plain_label(path[-1])
    return next((name for word, name in words.keywords if word in leaf and len(leaf) <= len(word) + 8), None)


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


def _once(taken: dict[int, str | None]) -> dict[int, str | None]:
    seen: set[str] = set()
    result: dict[int, str | None] = {}
    for column in sorted(taken):
        name = taken[column]
        result[column] = None if name in seen else name
        if name:
            seen.add(name)
    return result


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
