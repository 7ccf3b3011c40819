"""What every type of record and every kind of operation of phones keeps to. A new one without an example here fails."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from hutong.accounts import context, grants
from hutong.care.campaigns.actions import NewCampaign, open_campaign
from hutong.care.checks.actions import record_check
from hutong.care.made.key_check import NewCheck, NewProblem
from hutong.care.made.question import NewQuestion
from hutong.care.models import CampaignVillage, CheckProblem
from hutong.care.questions.actions import ask
from hutong.children import actions
from hutong.children.models import Child
from hutong.children.models.choices import ExitReason, SealedKind
from hutong.children.tests.factories import recognised, registered
from hutong.duties.actions import assign
from hutong.ground import clock
from hutong.sync.pull import state
from hutong.sync.registry import registry
from hutong.sync.tests import payloads
from hutong.sync.tests.phone import Phone
from tests.cast import JIANGBEI, XINLI, grant_of

pytestmark = pytest.mark.django_db
NUMBER = "222426201803040016"


@dataclass
class Scene:
    """王秀兰's phone, the officers, and a child of hers."""

    phone: Phone
    cast: Any
    child: Any

    def push(self, kind: str, payload: dict[str, Any], rev: int | None = None) -> dict[str, Any]:
        self.phone.note(kind, payload, rev)
        return self.phone.push()[-1]

    def desk(self, **fields: Any) -> None:
        """The supervisor changes the file."""
        with context.within(grant_of(self.cast.wanbao)) as grant:
            rev = Child.objects.within(grant).get(pk=self.child).rev
            actions.update(grant, self.child, rev, {}, {"child": fields})

    def disagree(self) -> None:
        self.desk(address="新立村一组")
        self.push("children.update", payloads.change(self.child, address="新立村二组"), 0)

    def visit(self) -> None:
        self.push("care.record_visit", payloads.visit(self.child))

    def visited(self) -> str:
        """She went to see the child, and wrote it into the wrong file."""
        told = payloads.visit(self.child)
        self.push("care.record_visit", told)
        return str(told["id"])

    def gone(self) -> str:
        """The child left the register."""
        with context.within(grant_of(self.cast.wanbao)) as grant:
            actions.leave(grant, Child.objects.within(grant).get(pk=self.child), ExitReason.MOVED, clock.today())
        return str(self.child)

    def category(self) -> str:
        """A category that the child has held for a year."""
        with context.within(grant_of(self.cast.wanbao)) as grant:
            child = Child.objects.within(grant).get(pk=self.child)
            return str(actions.add_category(grant, child, recognised("distressed", date(2025, 11, 23))).pk)

    def duty(self) -> str:
        """The visit that she owes the child."""
        self.phone.pull()
        return next(one["id"] for one in self.phone.duties["items"] if one["rule"] == "visit")

    def question(self) -> None:
        """The county wants to know something of the child."""
        with context.within(grant_of(self.cast.antu)) as grant:
            ask(grant, Child.objects.within(grant).get(pk=self.child), NewQuestion("社保卡办好了吗"))

    def task(self) -> str:
        """The supervisor tells her village to do something."""
        with context.within(grant_of(self.cast.wanbao)) as grant:
            return str(assign(grant, XINLI, "开学前通知", "逐户通知返校日期", clock.today()).pk)

    def problem(self) -> str:
        """The supervisor's key check finds something to put right."""
        with context.within(grant_of(self.cast.wanbao)) as grant:
            child = Child.objects.within(grant).get(pk=self.child)
            found = [NewProblem("门锁坏了", clock.today() + timedelta(7))]
            check = record_check(grant, child, NewCheck(clock.today(), "home", "看了住处", problems=found))
        return str(payloads.rows_of(CheckProblem, check_id=check.pk)[0].pk)

    def survey(self) -> str:
        """The county asks her village for its survey, and its only child is visited."""
        with context.within(grant_of(self.cast.antu)) as grant:
            plan = NewCampaign(
                "冬季摸底排查", "安民发〔2026〕15号", clock.today(), clock.today() + timedelta(30), ["living"]
            )
            open_campaign(grant, grant.places[0], plan)
        self.visit()
        return str(payloads.rows_of(CampaignVillage, place=XINLI)[0].pk)


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 11, 23)):
        yield


@pytest.fixture
def scene(cast, client_for) -> Scene:
    phone = Phone()
    phone.enrol(client_for(cast.director))
    child = registered(id_number=NUMBER)
    phone.pull()
    return Scene(phone, cast, child)


# What makes a record of each type, or changes it.
RECORDS: dict[str, Callable[[Scene], None]] = {
    "child": lambda scene: scene.desk(remark="门口有狗"),
    "visits": Scene.visit,
    "questions": Scene.question,
    "conflict": Scene.disagree,
}
# A payload of each kind that is done at once.
PAYLOADS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "care.record_visit": lambda scene: payloads.visit(scene.child),
    "children.update": lambda scene: payloads.change(scene.child, remark="门口有狗"),
    "children.register": lambda scene: payloads.new_child(XINLI),
    "children.confirm": lambda scene: {"child": scene.child},
    "children.leave": lambda scene: {"child": scene.child, "reason": "moved", "on": payloads.TODAY},
    "children.return": lambda scene: {"child": scene.gone(), "note": "又回来了"},
    "children.add_category": lambda scene: {
        "child": scene.child,
        "key": "distressed",
        "since": payloads.TODAY,
        "basis": "村民证明",
    },
    "children.end_category": lambda scene: {
        "child": scene.child,
        "category": scene.category(),
        "on": payloads.TODAY,
        "reason": "父亲长期返乡",
    },
    "care.withdraw_visit": lambda scene: {"child": scene.child, "visit": scene.visited(), "reason": "看的是另一个孩子"},
    "moves.ask": lambda scene: {"child": scene.child, "to": JIANGBEI, "reason": "随奶奶搬家"},
    "duties.ask_waiver": lambda scene: {"duty": scene.duty(), "reason": "全家外出，月底才回来"},
    "feedback.send": lambda scene: {"kind": "suggestion", "topic": "awkward", "text": "走访页的字太小了"},
    "duties.finish_task": lambda scene: {"subject": scene.task(), "note": "通知到了三户"},
    "care.fix_problem": lambda scene: {"subject": scene.problem(), "note": "门锁换好了"},
    "care.report_campaign": lambda scene: {"subject": scene.survey(), "note": "新发现一名，已建档"},
    "sync.settle": lambda scene: {"conflict": _conflict(scene), "take": "server"},
}


def _conflict(scene: Scene) -> str:
    scene.disagree()
    return str(payloads.conflicts()[-1].pk)


def test_every_type_and_every_kind_has_its_example():
    assert set(registry.feeds) == set(RECORDS)
    assert set(registry.verbs) == set(PAYLOADS)


@pytest.mark.parametrize("name", RECORDS)
class TestRecord:
    def test_a_change_travels_by_itself_in_the_next_pull(self, scene, name):
        before = {key: record["version"] for key, record in scene.phone.records.items() if key[0] == name}
        RECORDS[name](scene)
        answer = scene.phone.call("/sync/pull", scene.phone.wish()).json()
        sent = {(r["type"], r["id"]): r["version"] for r in answer["records"] if r["type"] == name}
        assert sent
        assert all(before.get(key) != version for key, version in sent.items())
        scene.phone.apply(answer)
        assert scene.phone.state() == answer["state"], "the cheap versions are those of what is shown"

    def test_versions_and_records_agree(self, scene, name):
        RECORDS[name](scene)
        feed = registry.feeds[name]
        with context.within(grant_of(scene.cast.director)) as grant:
            versions = feed.versions(grant)
            shown = feed.show(grant, list(versions))
            assert {key: record.version for key, record in shown.items()} == versions
        assert versions
        assert all(0 <= version < 2**53 and grant.covers(shown[key].place) for key, version in versions.items())
        text = json.dumps([vars(record) for record in shown.values()], cls=DjangoJSONEncoder, ensure_ascii=False)
        assert NUMBER not in text

    def test_another_village_neither_sees_nor_counts_it(self, scene, name):
        RECORDS[name](scene)
        feed = registry.feeds[name]
        with context.within(grant_of(scene.cast.director)) as grant:
            keys = list(feed.versions(grant))
        with context.within(grant_of(scene.cast.neighbour)) as grant:
            assert feed.versions(grant) == {}
            assert feed.show(grant, keys) == {}

    def test_it_goes_when_its_child_goes(self, scene, name):
        from hutong.transfers.moves.actions import ask

        RECORDS[name](scene)
        scene.phone.pull()
        assert any(key[0] == name for key in scene.phone.records)
        with context.within(grant_of(scene.cast.wanbao)) as grant:
            ask(grant, Child.objects.within(grant).get(pk=scene.child), JIANGBEI, "随奶奶搬家")
        answer = scene.phone.call("/sync/pull", scene.phone.wish()).json()
        assert name in {gone["type"] for gone in answer["removed"]}
        scene.phone.apply(answer)
        assert not scene.phone.records
        assert scene.phone.state() == answer["state"] == state({})

    def test_a_sealed_fact_leaves_no_trace_in_it(self, scene, name):
        RECORDS[name](scene)
        scene.phone.pull()
        quiet = scene.phone.call("/sync/pull", scene.phone.wish()).json()
        with context.within(grants.system()) as grant:
            child = Child.objects.within(grant).get(pk=scene.child)
            actions.seal_fact(grant, child, SealedKind.SEXUAL_HARM, "详情", None)
        after = scene.phone.call("/sync/pull", scene.phone.wish()).json()
        still = ("cursors", "records", "removed", "duties", "documents", "state")
        assert {part: after[part] for part in still} == {part: quiet[part] for part in still}


@pytest.mark.parametrize("kind", PAYLOADS)
class TestOperation:
    def test_it_is_done_once_and_answered_the_same_ever_after(self, scene, kind):
        op = scene.phone.note(kind, PAYLOADS[kind](scene))
        [done] = scene.phone.push()[-1:]
        assert done["status"] == "done", done
        entries = len(payloads.journal(op["op_id"]))
        assert scene.phone.send([op, op]).json()["results"] == [done, done]
        assert len(payloads.journal(op["op_id"])) == entries

    def test_an_empty_payload_is_sent_back_with_sentences(self, scene, kind):
        result = scene.push(kind, {})
        assert (result["status"], result["code"]) == ("refused", "invalid")
        assert result["fields"]
        assert all(re.search(r"[一-鿿]", one["message"]) for one in result["fields"])

    def test_from_another_village_it_is_kept_and_changes_nothing(self, scene, kind, client_for):
        payload = PAYLOADS[kind](scene)
        if "child" not in payload and "place" not in payload and "conflict" not in payload:
            pytest.skip("it is about no child and no village, and anybody may send it")
        stranger = Phone()
        stranger.enrol(client_for(scene.cast.neighbour))
        op = stranger.note(kind, payload)
        result = stranger.push()[0]
        assert result["status"] == "quarantined", result
        assert "张小明" not in json.dumps(result, ensure_ascii=False)
        assert {entry.action for entry in payloads.journal(op["op_id"])} == set()
        assert [row.place for row in payloads.quarantined()] == [JIANGBEI]

    def test_what_was_sent_can_be_read_by_who_decides(self, scene, kind):
        payload = PAYLOADS[kind](scene)
        verb = registry.verbs[kind]
        with context.within(grant_of(scene.cast.wanbao)) as grant:
            sides = verb.show(grant, verb.shape.model_validate(json.loads(json.dumps(payload, default=str))))
        assert all(re.search(r"[一-鿿]", label) and sent for label, _, sent in sides)

    def test_its_day_may_be_any_and_the_phone_s_clock_decides_nothing(self, scene, kind):
        op = scene.phone.note(kind, PAYLOADS[kind](scene)) | {"made_at": "1999-01-01T00:00:00Z"}
        assert scene.phone.send([op]).json()["results"][0]["status"] == "done"
