"""The file goes with all its records, in one action and to each table that says it travels."""

from hutong.accounts.context import open_child
from hutong.accounts.managers import plain
from hutong.children.actions.touch import touch
from hutong.children.models import Child
from hutong.duties.models import Duty
from hutong.duties.registry import staying
from hutong.records import registry


def carry(child: Child, to: int) -> None:
    """Rewrite the place of everything that follows a child; `happened_place` stays. Inside an action that reaches both ends.

    What stands elsewhere stays there (a look that the county keeps to itself), and so do closed rounds of duties: they are
    the work of the old place, and its figures.
    """
    origin = child.place
    open_child(child.pk)
    for record in registry.travelling("move"):
        rows = plain(record.model).filter(**{record.column: child.pk}, place=origin)
        if record.model is Duty:
            rows = rows.filter(ending="").exclude(rule__in=staying())
        rows.update(place=to)
    child.refresh_from_db()
    touch(child)
