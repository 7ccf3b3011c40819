"""A job that the worker cannot find is never done: every module with tasks is one that it imports, every queue one it serves."""

from pathlib import Path

import pytest
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from hutong.ground import query, work
from hutong.ledgers.intake import tasks
from hutong.returns.out.tasks import make_export

ROOT = Path(__file__).parents[1]


def test_the_worker_imports_every_module_with_tasks() -> None:
    found = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "hutong").rglob("*.py")
        if "\n@app.task" in path.read_text(encoding="utf-8")
    }
    by_app = {f"{app}.tasks" for app in settings.INSTALLED_APPS}
    assert found - by_app <= set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_every_kind_of_job_has_a_queue_that_the_worker_serves() -> None:
    app.perform_import_paths()
    queues = {task.queue for task in app.tasks.values() if task.name.startswith("hutong.")}
    assert queues == set(work.QUEUES)


def _next(*queues: str) -> int | None:
    [[job]] = query.rows("SELECT id FROM procrastinate_fetch_job_v2(%s, NULL)", [list(queues)])
    return job


@pytest.mark.django_db
def test_one_account_holds_one_place_and_nobody_elses_kind_of_work() -> None:
    first, second = (work.of("a", tasks.check_ledger).defer(ledger_id=number) for number in "12")
    other = work.of("b", tasks.check_ledger).defer(ledger_id="3")
    another_kind = work.of("a", make_export).defer(export_id="4")
    assert _next("ledgers") == first
    assert _next("ledgers") == other, "the second of the same account waits for its first"
    assert _next("ledgers") is None
    assert _next("exports") == another_kind
    ProcrastinateJob.objects.filter(pk=first).delete()
    assert _next("ledgers") == second


def test_what_failed_and_is_tried_again_later_does_not_hold_up_what_the_account_asks_next() -> None:
    job = Job(id=7, queue="ledgers", lock="of:ledgers:a", queueing_lock=None, task_name="x")
    decision = work.AGAIN.get_retry_decision(exception=ValueError(), job=job)
    assert decision is not None
    assert decision.lock == "again:7"
    whole = Job(id=8, queue="places", lock="places", queueing_lock=None, task_name="x")
    kept = work.AGAIN.get_retry_decision(exception=ValueError(), job=whole)
    assert kept is not None
    assert kept.lock == "places"
