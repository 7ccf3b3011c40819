"""A number that is registered already: in scope it leads to the file, outside only to the word that it exists."""

from django.core.cache import cache

from hutong.accounts.http import Problem
from hutong.accounts.scope import Grant
from hutong.children import identity
from hutong.children.newfile import NewFile
from hutong.journal.actions import looked

# Asking numbers one by one must not become a way to learn who is registered.
TRIES, SECONDS = 30, 3600


def refuse_registered(grant: Grant, file: NewFile) -> None:
    """Raise Problem 409 when the new file's number is registered. Asking outside the scope is limited and logged."""
    number = file.child.get("id_number")
    found = identity.find([number]).get(number) if number else None
    if found is None:
        return
    if found.in_scope:
        raise Problem(409, "这个证件号码已经建档，请打开原有档案。", "registered", child_id=str(found.child))
    key = f"elsewhere:{grant.person}"
    cache.add(key, 0, SECONDS)
    if cache.incr(key) > TRIES:
        raise Problem(429, "一小时内查询外地登记次数过多，请稍后再试。", "too_many")
    looked(grant, "elsewhere", grant.places[0] if grant.places else file.place, None, "新建档案时证件号码已在外地登记")
    if found.name != file.child["name"]:
        raise Problem(
            409, "这个证件号码与已登记的姓名不一致，请核对证件。", "id_conflict", [("child.id_number", "请核对")]
        )
    raise taken()


def taken() -> Problem:
    """What may be said about a number registered outside the caller's scope."""
    return Problem(409, "这个证件号码已在其他地方登记，请联系上级民政部门办理认领或迁移。", "registered_elsewhere")
