"""Jobs that failed for good, and those that will be tried again."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from hutong.accounts.grants import Grant
from hutong.desk.jobs.kinds import Kind, kind_of
from hutong.ground import query, work
from hutong.places import refs as named

JOBS = """
SELECT j.id, j.task_name, j.args, j.status::text, j.attempts, j.scheduled_at, min(e.at), max(e.at)
FROM procrastinate_jobs j LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type <> 'scheduled'
WHERE (j.status = 'failed' OR (j.status = 'todo' AND j.attempts > 0)) AND (%(one)s::bigint IS NULL OR j.id = %(one)s)
GROUP BY j.id ORDER BY j.status = 'failed' DESC, j.id DESC
"""
NOT_NOTED = "原因没有记下来，详情在服务器的错误日志里"


@dataclass(frozen=True)
class Failed:
    """A job. row: what waits for it; place: where that is, None for the system's own."""

    id: int
    task: str
    kind: Kind
    row: Any
    failed: bool
    attempts: int
    again_at: datetime | None
    since: datetime | None
    last: datetime | None

    @property
    def place(self) -> int | None:
        return self.row.place if self.row else None


def jobs(grant: Grant, one: int | None = None) -> list[Failed]:
    """Those of a jurisdiction; the system's own are the province's. one: only this job, if it is among them."""
    found = (_read(*row) for row in query.rows(JOBS, {"one": one}))
    # The screen lists what waits in the jurisdiction; row-level security shows no row from elsewhere, so neither do we.
    return [job for job in found if grant.covers(job.place or settings.PROVINCE * 10**10)]


def _read(
    key: int, task: str, args: str, status: str, attempts: int, again: datetime | None, since: datetime, last: datetime
) -> Failed:
    kind = kind_of(task)
    return Failed(key, task, kind, kind.row(json.loads(args)), status == "failed", attempts, again, since, last)


def shown(found: list[Failed]) -> list[dict[str, Any]]:
    """JobOut of each."""
    places = named.names({job.place for job in found if job.place})
    return [
        {
            "id": job.id,
            "title": job.kind.title,
            "unit": places.get(job.place, "") if job.place else "",
            "by": getattr(job.row, "person_name", "") or getattr(job.row, "by_name", "") or "系统",
            "since": job.since,
            "last": job.last,
            "runs": job.attempts + (1 if job.failed else 0),
            "why": work.noted(job.id) or (work.KILLED if job.attempts >= work.TAKEN_UP else NOT_NOTED),
            "failed": job.failed,
            "again_at": None if job.failed else job.again_at,
        }
        for job in found
    ]
