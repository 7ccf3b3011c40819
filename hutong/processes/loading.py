"""Brings the rows of the files into the database; a row that is gone from its file is kept and not gone by any more."""

from typing import Any

from hutong.processes.models import Step
from hutong.processes.table import tables


def load(using: str = "owner", model: Any = Step) -> None:
    """Write every step there is, as the owner. model: of a migration's own time. Raises ProcessError."""
    steps = model.objects.using(using)
    rows = [row for table in tables() for row in table.rows]
    steps.exclude(key__in=[row.key for row in rows]).update(live=False)
    said = ["process", "from_state", "event", "to_state"]
    steps.bulk_create(
        [model(key=row.key, live=True, **{name: getattr(row, name) for name in said}) for row in rows],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*said, "live"],
    )
