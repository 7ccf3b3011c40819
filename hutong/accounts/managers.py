"""The default manager of every model that carries a place: nothing is read without a grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from hutong.accounts.grants import Grant


class BareQuery(RuntimeError):
    """A scoped model was asked without a grant: use `.within(grant)`."""


class ScopedQuerySet(models.QuerySet[Any]):
    """A plain query set; the class exists so that `within` has one place."""


class ScopedManager(models.Manager[Any]):
    """Gives rows inside a grant's jurisdiction only. `_base_manager` stays plain for Django's own use."""

    def get_queryset(self) -> ScopedQuerySet:
        raise BareQuery(f"{self.model.__name__}.objects needs .within(grant)")

    def within(self, grant: Grant) -> ScopedQuerySet:
        """Rows whose place lies in the grant's intervals; of a grant over one child (`Grant.over`) that child's.

        Without those of children whom the grant avoids.
        """
        if grant.child:
            return ScopedQuerySet(self.model, using=self._db).filter(**{self._column: grant.child})
        inside = Q(pk__in=[])
        for low, high in grant.bounds:
            inside |= Q(place__gte=low, place__lt=high)
        if grant.avoids:
            for column in self._about:
                # A row without a child is kept, which NOT IN alone would lose.
                inside &= ~Q(**{f"{column}__in": grant.avoids, f"{column}__isnull": False})
        return ScopedQuerySet(self.model, using=self._db).filter(inside)

    def addressed_to(self, grant: Grant) -> ScopedQuerySet:
        """Rows addressed to a grant's organisations, post or person, wherever they lie (`protect(addressed=…)`): by the list
        `addressees`, or the one `organisation` that a row names."""
        rows = ScopedQuerySet(self.model, using=self._db)
        named = {field.name for field in self.model._meta.concrete_fields}
        if "addressees" in named:
            return rows.filter(addressees__overlap=list(grant.addressed))
        return rows.filter(organisation__in=grant.addressed)

    @property
    def _about(self) -> list[str]:
        """Columns that name children: also the two of a pair, what a phone's record was about before anybody looked, and
        what is owed about a pair."""
        kinds = (models.UUIDField, models.ForeignKey)
        named = {field.name for field in self.model._meta.concrete_fields if isinstance(field, kinds)}
        return [self._column, *sorted(named & {"first", "second", "about", "subject"})]

    @property
    def _column(self) -> str:
        return "child" if any(field.name == "child" for field in self.model._meta.concrete_fields) else "pk"


M = TypeVar("M", bound=models.Model)


def plain(model: type[M]) -> models.Manager[M]:
    """Django's own manager, without a grant's filter: for rows already known to be in scope. Row-level security holds."""
    return model._base_manager  # type: ignore[attr-defined]  # django-types does not know it
