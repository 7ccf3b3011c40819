"""What the administrator decides about a job that failed. Each decision is kept."""

from procrastinate.contrib.django import app

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.desk.jobs import listing
from hutong.desk.jobs.listing import Failed
from hutong.ground import clock, query
from hutong.journal.actions import action
from hutong.journal.models import JobDecision

Outcome = JobDecision.Outcome
STOPPED = "系统管理员停止了这次办理：{reason}"
GIVE_UP = "UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s AND status IN ('failed', 'todo')"


@action("jobs.again", Permission.SYSTEM)
def again(grant: Grant, job: int) -> None:
    """Run it once more, now. Raises Problem 404, 409."""
    found = _locked(grant, job)
    _decided(grant, found, Outcome.AGAIN, "")
    if found.failed:
        app.job_manager.retry_job_by_id(job, retry_at=clock.now())
    else:
        query.run("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s AND status = 'todo'", [job])


@action("jobs.give_up", Permission.SYSTEM)
def give_up(grant: Grant, job: int, reason: str) -> None:
    """Never run it again, and tell whoever waits for it why. Raises Problem 404, 409."""
    found = _locked(grant, job)
    _decided(grant, found, Outcome.GIVEN_UP, reason)
    if found.row is not None:
        columns = found.kind.stop(found.row, STOPPED.format(reason=reason))
        found.row.save(update_fields=columns)
    query.run(GIVE_UP, [job])


def _locked(grant: Grant, job: int) -> Failed:
    query.rows("SELECT 1 FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job])
    found = listing.jobs(grant, job)
    if not found:
        raise missing("后台任务")
    return found[0]


def _decided(grant: Grant, job: Failed, outcome: Outcome, reason: str) -> None:
    if not grant.places:
        raise Problem(403, "您的岗位没有辖区。", "not_allowed")
    plain(JobDecision).create(
        id=new_id(), place=job.place or grant.places[0], job=job.id, title=job.kind.title, outcome=outcome,
        reason=reason, at=clock.now(), by=grant.person,
    )  # fmt: skip
