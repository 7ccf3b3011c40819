"""The list of children: filtered, sorted, paged by key; and the search box's part of it."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Func, Max, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.db.models.lookups import IsNull

from hutong.accounts.grants import Grant
from hutong.accounts.managers import plain
from hutong.care.models import Visit
from hutong.children import alias, identity, masks, names, read
from hutong.children.age import age, birthday
from hutong.children.groups import BY_KEY
from hutong.children.models import Category, Child, Token
from hutong.children.models.choices import CategoryKey, Relation
from hutong.children.read import File
from hutong.children.values.id_number import read_id_number
from hutong.desk import figures, nearest, paging, people
from hutong.desk.filters import ChildFilters
from hutong.duties.late import overdue
from hutong.ground import clock, query
from hutong.ground.sealing import unsealed
from hutong.places import refs as named
from hutong.places.codes import WIDTH, Level

SORTS = {
    "name": "name_key",
    "-name": "-name_key",
    "birth_date": "birth_date",
    "-birth_date": "-birth_date",
}
# The greatest character of Unicode: prefix + LAST is past every text that begins with the prefix.
LAST = "\U0010ffff"


def listing(grant: Grant, wanted: ChildFilters, after: str | None, limit: int, q: str = "") -> dict[str, Any]:
    """ChildList of a scope. q: words, empty means any."""
    found, following, total = _page(grant, wanted, q.strip(), after, limit)
    return {"items": cards(grant, found), "total": total, "next": following, "as_of": clock.now()}


def _page(
    grant: Grant, wanted: ChildFilters, q: str, after: str | None, limit: int
) -> tuple[list[Child], str | None, Any]:
    rows, everyone = filtered(grant, wanted, q), wanted.everyone and not q
    if wanted.sort == "due":
        found, following = nearest.page(grant, rows, after, limit, all_of_them=everyone)
    elif q or not (everyone or _wide(grant)):
        return paging.gathered(rows, SORTS[wanted.sort], after, limit)
    else:
        with paging.walking(everyone and paging.large(grant)):
            found, following = paging.page(rows, SORTS[wanted.sort], after, limit)
    if not (after or following):
        return found, following, paging.capped(len(found))
    if everyone and all(map(figures.summed, grant.bounds)):
        return found, following, paging.capped(figures.registered(grant))
    return found, following, paging.total(rows)


def _wide(grant: Grant) -> bool:
    """Whether a page is found sooner along the list than by gathering what the filters leave of the places."""
    return any(high - low > WIDTH[Level.COUNTY] for low, high in grant.bounds)


def search(grant: Grant, text: str, limit: int = 8) -> list[dict[str, Any]]:
    """Children by name, pinyin, initials or full ID number."""
    return cards(grant, list(_matching(Child.objects.within(grant), grant, text).order_by("name_key", "id")[:limit]))


def filtered(grant: Grant, wanted: ChildFilters, q: str = "") -> QuerySet[Any]:
    """The children of a scope that the list asks for, in no order."""
    today = clock.today()
    rows = Child.objects.within(grant).filter(exited_on__isnull=wanted.state != "exited")
    for name in ("risk", "sex"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: "" if value == "none" else value})
    if wanted.age_from is not None:
        rows = rows.filter(birth_date__lte=_years_before(today, wanted.age_from))
    if wanted.age_to is not None:
        rows = rows.filter(birth_date__gt=_years_before(today, wanted.age_to + 1))
    if wanted.category:
        held = Category.objects.within(grant).filter(_lasting(today), key=wanted.category, child=OuterRef("pk"))
        rows = rows.filter(Exists(held))
    if wanted.overdue:
        late = nearest.open_duties(grant).filter(overdue(), child=OuterRef("pk"), due__lte=today)
        rows = rows.filter(Exists(late))
    return _matching(rows, grant, q) if q.strip() else rows


def _lasting(today: date) -> IsNull:
    """Rows whose period holds a day. Under row-level security PostgreSQL takes a bare @> to be true of one row in two
    hundred, whatever it knows of them; of IS NOT NULL it expects nearly all, which is right: few periods are over.
    So it walks a frequent category and gathers a rare one."""
    return IsNull(NullIf(ExpressionWrapper(Q(period__contains=today), BooleanField()), Value(False)), False)


def _years_before(today: date, years: int) -> date:
    return birthday(today, -min(years, 200)) if today.year > years else date.min


def _matching(rows: QuerySet[Any], grant: Grant, text: str) -> QuerySet[Any]:
    number = read_id_number(text.strip()).number
    if number:
        return rows.filter(pk__in=[found.child for found in identity.find(grant, [number]).values()])
    if text.strip().upper().startswith("HT"):
        number = text.strip().upper()
        return rows.filter(Q(number=number) | Q(pk=alias.numbered(grant, number)))
    word = names.query(text)
    if not word:
        return rows.none()
    found = Token.objects.within(grant).filter(token__gte=word, token__lt=word + LAST).values("child")
    return rows.filter(_OneOf(F("pk"), ArraySubquery(found)))


class _OneOf(Func):
    """Found first, then looked up one by one: PostgreSQL cannot tell a rare name from a common one, and would walk the
    children of a province in the order of the list to find the few."""

    arg_joiner, template, output_field = " = ANY (", "%(expressions)s)", BooleanField()  # type: ignore[assignment]  # as Django's own do


def cards(grant: Grant, children: list[Child]) -> list[dict[str, Any]]:
    """ChildRow of each; one round to the database for all."""
    ids, today = [child.pk for child in children], clock.today()
    places = {child.place for child in children}
    codes = places | {people.township_of(place) for place in places}
    *rows, units, held, seen, due = query.together(
        *read.parts(grant, children, brief=True),
        named.rows(codes),
        people.directing(grant, places),
        # Visits go where their child goes, and the children are in scope: told the place too, PostgreSQL would gather
        # all visits of the county.
        plain(Visit).filter(child__in=ids).values_list("child").annotate(last=Max("on")),
        nearest.open_duties(grant).filter(child__in=ids).values_list("child").annotate(next=Min("due")),
    )
    found, refs, owners = read.assembled(children, rows), named.refs_of(codes, units), people.by_village(held)
    last, following = dict(seen), dict(due)
    return [
        _card(found[child.pk], today, following.get(child.pk), last.get(child.pk))
        | {
            "place": refs[child.place],
            "township": refs[people.township_of(child.place)].name,
            "directors": owners.get(child.place, []),
        }
        for child in children
    ]


def _card(file: File, today: date, due: date | None, seen: date | None) -> dict[str, Any]:
    child = file.child
    plain = {name: getattr(child, name) for name in ("id", "number", "name", "sex", "birth_date")}
    return plain | {
        "age": age(child.birth_date, today),
        "categories": [
            {"key": c.key, "label": CategoryKey(c.key).label, "since": c.period.lower} for c in file.categories
        ],
        "risk": child.risk or None,
        "guardian": _guardian(file),
        "last_visit": seen,
        "next_due": due,
        "overdue_days": max((today - due).days, 0) if due else 0,
        "id_masked": masks.number(unsealed(child, "id_number")),
        "state": "active" if child.active else "exited",
    }


def _guardian(file: File) -> dict[str, str] | None:
    row = file.row(BY_KEY["carer"]) or file.row(BY_KEY["guardian"])
    if row is None or not row.name:
        return None
    relation = Relation(row.relation).label if row.relation else ""
    phone = unsealed(row, "phone")
    return {"name": row.name, "relation": relation, "phone_masked": masks.phone(phone)}
