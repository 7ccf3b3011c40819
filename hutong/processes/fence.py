"""What a table of records gets in a migration, so that its state goes by the rows of a process whoever writes."""

from pathlib import Path
from typing import Any

from django.db import migrations
from psycopg import sql

from hutong.ground.query import composed

SQL = Path(__file__).parent / "sql"
GUARD = """
CREATE TRIGGER process_step BEFORE INSERT OR UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION process_step({process}, {column})
"""


def function() -> migrations.RunSQL:
    """The trigger's function, once for all processes."""
    return migrations.RunSQL((SQL / "step.sql").read_text(), migrations.RunSQL.noop)


def steps() -> migrations.RunPython:
    """The rows of the files, for records of before to refer to."""
    return migrations.RunPython(_load, migrations.RunPython.noop)


def _load(apps: Any, editor: Any) -> None:
    from hutong.processes.loading import load

    load(editor.connection.alias, apps.get_model("processes", "Step"))


def guard(table: str, process: str, column: str) -> migrations.RunSQL:
    """The trigger of one table; its state is in `column`, its step in `step_id`."""
    told = {"table": sql.Identifier(table), "process": sql.Literal(process), "column": sql.Literal(column)}
    return migrations.RunSQL(composed(GUARD, **told).as_string(), migrations.RunSQL.noop)
