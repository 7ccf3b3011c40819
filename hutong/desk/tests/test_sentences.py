"""What a director was told to do she reports from the phone with a sentence, without signal too."""

from datetime import date, timedelta

import pytest

from hutong.accounts import context
from hutong.care.campaigns.actions import NewCampaign, open_campaign
from hutong.care.checks.actions import record_check
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.care.models import CampaignVillage
from hutong.children.models import Child
from hutong.children.tests.factories import registered
from hutong.duties.actions import assign, withdraw
from hutong.duties.models import Task
from hutong.ground import clock
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from tests.cast import XINLI, grant_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def phone(cast, client_for):
    phone = Phone()
    phone.enrol(client_for(cast.director))
    return phone


def task(cast):
    with context.within(grant_of(cast.wanbao)) as grant:
        return assign(grant, XINLI, "开学前通知", "逐户通知返校日期", TODAY)


def owed_on(phone, rule):
    phone.pull()
    return [one for one in phone.duties["items"] if one["rule"] == rule]


def test_a_task_says_on_the_phone_what_is_to_be_done_and_a_sentence_ends_it(phone, cast):
    row = task(cast)
    [owed] = owed_on(phone, "task")
    assert owed["why"].endswith("交办：开学前通知。逐户通知返校日期")
    phone.note(owed["sentence"], {"subject": owed["subject"], "note": "三户都通知到了"})
    [answer] = phone.push()
    assert answer["status"] == "done"
    [kept] = payloads.rows_of(Task, pk=row.pk)
    assert (kept.done_note, kept.done_name, kept.done_on) == ("三户都通知到了", "王秀兰", TODAY)
    assert owed_on(phone, "task") == []


def test_what_a_key_check_found_is_put_right_on_the_phone_and_a_visit_leaves_it_owed(phone, cast):
    child = registered(on=date(2026, 9, 1))
    with context.within(grant_of(cast.wanbao)) as grant:
        row = Child.objects.within(grant).get(pk=child)
        found = [NewProblem("炉子漏烟", TODAY + timedelta(7))]
        record_check(grant, row, NewCheck(TODAY, "home", "看了住处", problems=found))
    phone.pull()
    phone.note("care.record_visit", payloads.visit(child, on=str(TODAY)))
    [visited] = phone.push()
    [owed] = owed_on(phone, "check_problem")
    phone.note(owed["sentence"], {"subject": owed["subject"], "note": "换了烟道"})
    [answer] = phone.push()
    assert (visited["status"], answer["status"]) == ("done", "done")
    assert owed_on(phone, "check_problem") == []


def test_a_report_too_early_goes_back_to_her_with_what_is_missing(phone, cast):
    child = registered(on=date(2026, 9, 1))
    with context.within(grant_of(cast.antu)) as grant:
        plan = NewCampaign("冬季摸底排查", "安民发〔2026〕15号", TODAY, TODAY + timedelta(30), ["living"])
        open_campaign(grant, grant.places[0], plan)
    [owed] = owed_on(phone, "survey_village")
    said = {"subject": owed["subject"], "note": "没有新发现的儿童"}
    phone.note(owed["sentence"], said)
    [answer] = phone.push()
    assert (answer["status"], answer["message"][:11]) == ("refused", "还有1名儿童没有核查。")
    assert [one["field"] for one in answer["fields"]] == ["note"]
    phone.note("care.record_visit", payloads.visit(child, on=str(TODAY)))
    phone.note(owed["sentence"], said)
    assert [one["status"] for one in phone.push()] == ["done", "done"]
    assert payloads.rows_of(CampaignVillage, place=XINLI)[0].note == "没有新发现的儿童"


def test_what_was_withdrawn_meanwhile_is_kept_for_the_supervisor(phone, cast):
    row = task(cast)
    [owed] = owed_on(phone, "task")
    phone.note(owed["sentence"], {"subject": owed["subject"], "note": "三户都通知到了"})
    with context.within(grant_of(cast.wanbao)) as grant:
        withdraw(grant, row.pk, "学校已经通知")
    [answer] = phone.push()
    assert (answer["status"], answer["message"]) == ("quarantined", "这项任务已经办结或撤回。已交给督导员处理。")
