"""Background jobs that were not done: tried again after growing pauses, then the administrator's to decide."""

import errno
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from psycopg import errors

from hutong.accounts import context, grants
from hutong.accounts.managers import plain
from hutong.desk.jobs.kinds import KINDS
from hutong.ground import clock, query, work
from hutong.journal.models import Entry, JobDecision
from hutong.ledgers.intake import actions as intake
from hutong.ledgers.models import LedgerImport
from tests import cast as people
from tests.access.bodies import LEDGER

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(cast) -> LedgerImport:
    """A ledger of 万宝镇 that waits to be checked."""
    grant = people.grant_of(cast.wanbao)
    with context.within(grant):
        return intake.upload(grant, people.WANBAO, LEDGER.name, LEDGER.read_bytes())


def failed(task: str, why: str = "", **args: str) -> int:
    job = app.configure_task(task).defer(**args)
    query.run("UPDATE procrastinate_jobs SET status = 'failed', attempts = 5 WHERE id = %s", [job])
    if why:
        work.note(job, why)
    return job


def status(job: int) -> tuple:
    [found] = query.rows("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", [job])
    return found


def test_the_administrator_reads_what_was_not_done_whose_since_when_and_why(cast, client_for, ledger) -> None:
    job = failed("hutong.ledgers.intake.tasks.check_ledger", work.UNREACHABLE, ledger_id=str(ledger.pk))
    [told] = client_for(cast.administrator).get("/jobs").json()["items"]
    assert told["id"] == job
    assert (told["title"], told["unit"], told["by"]) == ("核对台账", "万宝镇", "赵明")
    assert told["why"] == work.UNREACHABLE
    assert told["since"]
    assert told["failed"]
    [line] = [one for one in client_for(cast.administrator).get("/office").json()["lines"] if one["key"] == "jobs"]
    assert (line["count"], line["to"]) == (1, "/jobs")


def test_what_will_be_tried_again_by_itself_is_shown_with_the_moment(cast, client_for, ledger) -> None:
    job = failed("hutong.ledgers.intake.tasks.check_ledger", ledger_id=str(ledger.pk))
    app.job_manager.retry_job_by_id(job, retry_at=clock.now() + timedelta(minutes=5))
    [told] = client_for(cast.administrator).get("/jobs").json()["items"]
    assert not told["failed"]
    assert told["again_at"]
    assert told["why"] == "原因没有记下来，详情在服务器的错误日志里"


def test_again_runs_it_once_more_and_is_kept(cast, client_for, ledger) -> None:
    job = failed("hutong.ledgers.intake.tasks.check_ledger", ledger_id=str(ledger.pk))
    assert client_for(cast.administrator).post(f"/jobs/{job}/again").status_code == 200
    assert status(job) == ("todo", 6)
    assert [(one.outcome, one.job) for one in decisions()] == [("again", job)]


def test_giving_up_wants_a_reason_tells_who_waits_and_is_kept(cast, client_for, ledger) -> None:
    job = failed("hutong.ledgers.intake.tasks.check_ledger", ledger_id=str(ledger.pk))
    browser = client_for(cast.administrator)
    assert browser.post(f"/jobs/{job}/give-up", {"reason": " "}).status_code == 422
    assert browser.post(f"/jobs/{job}/give-up", {"reason": "文件损坏，已请乡镇重报"}).json()["items"] == []
    assert status(job)[0] == "cancelled"
    waiting = client_for(cast.wanbao).get(f"/ledgers/{ledger.pk}").json()
    assert waiting["status"] == "failed"
    assert waiting["error"] == "系统管理员停止了这次办理：文件损坏，已请乡镇重报"
    [kept] = decisions()
    assert (kept.outcome, kept.reason, kept.by) == ("given_up", "文件损坏，已请乡镇重报", cast.administrator.pk)
    with context.within(grants.system()):
        assert plain(Entry).filter(action="jobs.give_up", record=kept.pk).exists()
    assert browser.post(f"/jobs/{job}/again").status_code == 404


def decisions() -> list[JobDecision]:
    with context.within(grants.system()):
        return list(plain(JobDecision).order_by("at"))


def test_jobs_of_elsewhere_and_of_the_system_are_not_a_countys(cast, client_for, ledger) -> None:
    from hutong.accounts.permissions import Role
    from hutong.workforce.actions import Appointment, appoint

    with context.within(grants.system()) as grant:
        [near, far] = [
            done.post.person
            for done in appoint(
                grant,
                [
                    Appointment(place, Role.ADMINISTRATOR, name, password=people.PASSWORD)
                    for place, name in ((people.ANTU, "近处"), (people.NONGAN, "远处"))
                ],
            )
        ]
    job = failed("hutong.ledgers.intake.tasks.check_ledger", ledger_id=str(ledger.pk))
    failed("hutong.config.jobs.night", timestamp="1")
    assert [one["id"] for one in client_for(near).get("/jobs").json()["items"]] == [job]
    assert client_for(far).get("/jobs").json()["items"] == []
    assert client_for(far).post(f"/jobs/{job}/again").status_code == 404
    assert len(client_for(cast.administrator).get("/jobs").json()["items"]) == 2


def test_every_task_has_a_name_for_the_list() -> None:
    app.perform_import_paths()
    ours = {name for name in app.tasks if name.startswith("hutong.")}
    assert ours == set(KINDS)


def test_pauses_grow_and_then_it_is_a_persons_to_decide() -> None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x")
    pauses = [work.AGAIN.get_retry_decision(exception=OperationalError(), job=job.evolve(attempts=n)) for n in range(6)]
    assert pauses[5] is None
    moments = [one.retry_at for one in pauses[:5] if one and one.retry_at]
    assert len(moments) == 5
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/files/x"), work.FULL),
        (OperationalError("password of 张小明"), work.UNREACHABLE),
        (FileNotFoundError("/data/张小明.xlsx"), work.NO_FILE),
        (LedgerImport.DoesNotExist("张小明"), work.NO_RECORD),
        (KeyError("张小明"), work.UNKNOWN),
    ],
)
def test_why_it_failed_is_said_without_anybodys_data(wrong: Exception, words: str) -> None:
    assert work.why(wrong) == words
    assert "张小明" not in work.why(wrong)


def test_a_full_disk_of_the_database_is_recognised_behind_djangos_error() -> None:
    outer = OperationalError("could not extend file")
    outer.__cause__ = errors.DiskFull("could not extend file")
    assert work.why(outer) == work.FULL
    assert work.said_of(outer) == work.FULL_NOW


def test_a_job_that_still_runs_elsewhere_is_not_run_a_second_time(db) -> None:
    job = 2**31 + 7
    context = SimpleNamespace(job=SimpleNamespace(id=job, attempts=0))
    runs = []
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [work.JOBS, 7])
        with pytest.raises(work.RunsElsewhere):
            work.alone(lambda: runs.append(1), context, None)  # type: ignore[arg-type]  # that is all it asks
        assert runs == []
        assert work.noted(job) == work.ELSEWHERE
    finally:
        other.close()
    assert work.alone(lambda: "done", context, None) == "done"  # type: ignore[arg-type]  # that is all it asks


def test_what_may_pass_is_raised_on_while_another_run_follows(db) -> None:
    def inside() -> None:
        work.said_of(OperationalError())

    context = SimpleNamespace(job=SimpleNamespace(id=9, attempts=0))
    with pytest.raises(OperationalError):
        work.alone(inside, context, None)  # type: ignore[arg-type]  # that is all it asks
    context.job.attempts = len(work.PAUSES)
    assert work.alone(inside, context, None) is None  # type: ignore[arg-type]  # that is all it asks


def test_an_unknown_job_is_nowhere(cast, client_for) -> None:
    browser = client_for(cast.administrator)
    assert browser.post("/jobs/99/again").status_code == 404
    assert browser.post(f"/jobs/{uuid.uuid4()}/again").status_code == 404
