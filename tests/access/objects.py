"""One object of every kind that an address names, made at a given place: by the name in the address, `{child}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.access.bodies import CHILD, DAY, LEDGER

NOBODY = UUID(int=1)

# made("child") is the object of another kind at the same place.
Made = Callable[[str], Any]
FACTORIES: dict[str, Callable[[int, Made], Any]] = {}


def makes(name: str) -> Callable[[Callable[[int, Made], Any]], Callable[[int, Made], Any]]:
    """Name the factory after the parameter of the address. Inside it the system's grant is in force."""

    def note(factory: Callable[[int, Made], Any]) -> Callable[[int, Made], Any]:
        assert name not in FACTORIES, f"{{{name}}} has a factory already; give the parameter a name of its own"
        FACTORIES[name] = factory
        return factory

    return note


def system() -> Any:
    from hutong.accounts import scope

    return scope.system()


@makes("code")
def _code(place: int, made: Made) -> Any:
    return place


@makes("child")
def _child(place: int, made: Made) -> Any:
    from hutong.children.actions import register
    from hutong.children.tests.factories import new

    [child] = register(system(), [new(CHILD, place=place)])
    return child


@makes("category")
def _category(place: int, made: Made) -> Any:
    from hutong.children.models import Category

    return Category.objects.within(system()).get(child_id=made("child")).pk


@makes("ledger")
def _ledger(place: int, made: Made) -> Any:
    from hutong.children.intake import actions

    return actions.upload(system(), place, LEDGER.name, LEDGER.read_bytes()).pk


@makes("post_id")
def _post(place: int, made: Made) -> Any:
    from hutong.accounts.permissions import LEVELS, Role
    from hutong.places.codes import level_of
    from hutong.workforce.actions import Appointment, appoint

    roles = (Role.CHILD_DIRECTOR, Role.SUPERVISOR, Role.CIVIL_AFFAIRS)
    role = next(role for role in roles if level_of(place) in LEVELS[role])
    [done] = appoint(system(), [Appointment(place, role, "何文", password="只为测试-不登录")])
    return done.post.pk


@makes("duty")
def _duty(place: int, made: Made) -> Any:
    from hutong.duties.models import Duty

    return Duty.objects.within(system()).filter(child=made("child"), ending="")[0].pk


@makes("task")
def _task(place: int, made: Made) -> Any:
    from hutong.accounts.permissions import Role
    from hutong.duties.models import Task

    by = {"assigned_by": NOBODY, "assigned_name": "", "assigned_on": DAY}
    return _kept(Task(place=place, owner=Role.CHILD_DIRECTOR, title="核实情况", due=DAY, **by))


@makes("waiver")
def _waiver(place: int, made: Made) -> Any:
    from hutong.duties.models import Waiver

    asked = {"asked_by": NOBODY, "asked_name": "", "asked_on": DAY}
    return _kept(Waiver(duty=made("duty"), place=place, child=made("child"), reason="理由", **asked))


def _kept(row: Any) -> Any:
    from hutong.journal.actions import operation

    with operation("tests.kept"):
        row.save(force_insert=True)
    return row.pk


@makes("review")
def _review(place: int, made: Made) -> Any:
    from hutong.children.models import Review

    told = {"kind": "category", "category": made("category"), "text": "终止类别"}
    return _kept(Review(child_id=made("child"), place=place, made_on=DAY, made_name="何文", **told))


@makes("check_problem")
def _check_problem(place: int, made: Made) -> Any:
    from hutong.care.models import CheckProblem

    return _kept(
        CheckProblem(check_id=NOBODY, child_id=made("child"), place=place, found_on=DAY, text="照护人常喝酒", due=DAY)
    )


@makes("protection")
def _protection(place: int, made: Made) -> Any:
    from hutong.children.actions import protect_address
    from hutong.children.models import Child
    from hutong.config import clock

    child = Child.objects.within(system()).get(pk=made("child"))
    return protect_address(system(), child, clock.today(), None, against="father", basis="order").pk


@makes("paper_code")
def _paper(place: int, made: Made) -> Any:
    from hutong.documents.printed import Wanted, issue

    wanted = Wanted("documents/tests/sample.typ", "样张", place, "样张", "测试", child=made("child"))
    return issue(system(), wanted, {"subtitle": ["", ""], "rows": [], "visits": []}).paper.code


@makes("move")
def _move(place: int, made: Made) -> Any:
    from hutong.children.models import Move

    asked = {"kind": "handover", "name": CHILD, "reason": "随父母搬走", "asked_on": DAY}
    return _kept(Move(child_id=made("child"), place=place, to_place=220221_100_200, **asked))


@makes("organisation")
def _organisation(place: int, made: Made) -> Any:
    from hutong.accounts.models import Organisation

    row = Organisation(kind="department", place=place, name="教育局")
    row.phone = Organisation._meta.get_field("phone").close(row, "043412345678")  # type: ignore[attr-defined]  # django-types
    return _kept(row)


@makes("share")
def _share(place: int, made: Made) -> Any:
    return _kept(_shared(place, made, kind="referral"))


@makes("glass")
def _glass(place: int, made: Made) -> Any:
    return _kept(_shared(place // 10**6 * 10**6, made, kind="break_glass", person=NOBODY))


def _shared(place: int, made: Made, **more: Any) -> Any:
    from datetime import timedelta

    from hutong.accounts.models import Share
    from hutong.config import clock

    now = clock.now()
    lasts = {"given_at": now, "until": now + timedelta(1), "purpose": "核实情况", "parts": ["child"]}
    return Share(child=made("child"), place=place, organisation_id=made("organisation"), **lasts, **more)


@makes("look")
def _look(place: int, made: Made) -> Any:
    from hutong.accounts import scope
    from hutong.accounts.managers import plain
    from hutong.config import clock
    from hutong.journal.models import View

    scope.set_context(person=str(NOBODY))
    look = plain(View).create(at=clock.now(), person=NOBODY, post=NOBODY, child=made("child"), place=place, kind="open")
    scope.set_context(person="")
    return look.pk


@makes("feedback")
def _feedback(place: int, made: Made) -> Any:
    from hutong.config import clock
    from hutong.documents import store
    from hutong.feedback.models import Feedback
    from hutong.journal.actions import operation

    with operation("tests.kept"):
        picture = store.keep(place, "截图.png", b"\x89PNG\r\n\x1a\n").pk
    sent = {"sender": NOBODY, "sender_name": "何文", "sent_at": clock.now(), "waiting_since": clock.now()}
    return _kept(
        Feedback(place=place, kind="question", topic="other", text="请问如何导出？", screenshot=picture, **sent)
    )


@makes("my_feedback")
def _my_feedback(place: int, made: Made) -> Any:
    return made("feedback")


def _packet_file(place: int) -> Any:
    from hutong.documents import store
    from hutong.journal.actions import operation
    from tests.access.packets import from_elsewhere

    with operation("tests.kept"):
        return store.keep(place, "护童转入.htp", from_elsewhere()).pk


@makes("packet_out")
def _packet_out(place: int, made: Made) -> Any:
    from hutong.accounts.managers import plain
    from hutong.children.models import PacketOut, Partner
    from tests.access.packets import elsewhere

    public = elsewhere().public
    partner = plain(Partner).filter(fingerprint=public.fingerprint).first()
    if partner is None:
        partner = Partner(
            place=place, name="外省", key=public.text, fingerprint=public.fingerprint, checked_with="", added_on=DAY
        )
        _kept(partner)
    return _kept(
        PacketOut(
            child_id=made("child"), place=place, partner=partner, reason="转出", made_on=DAY, file=_packet_file(place)
        )
    )


@makes("packet_in")
def _packet_in(place: int, made: Made) -> Any:
    from hutong.accounts.models import new_id
    from hutong.children.models import PacketIn
    from tests.access.packets import elsewhere

    sender = {
        "sender_key": elsewhere().public.text,
        "fingerprint": elsewhere().public.fingerprint,
        "sender_name": "外省",
    }
    return _kept(PacketIn(id=new_id(), place=place, name=CHILD, uploaded_on=DAY, file=_packet_file(place), **sender))


@makes("double")
def _double(place: int, made: Made) -> Any:
    from hutong.children.actions import register
    from hutong.children.doubles.decide import propose
    from hutong.children.models import Child
    from hutong.children.tests.factories import new

    [other] = register(system(), [new("张晓明", place=place)])
    pair = [Child.objects.within(system()).get(pk=key) for key in (made("child"), other)]
    return propose(system(), pair[0], pair[1], "两份档案像是同一个孩子").pk


@makes("phone")
def _phone(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.accounts.models import Post
    from hutong.config import clock
    from hutong.sync.models import Device

    carrier = Post.objects.within(system()).get(pk=made("post_id")).person_id
    return _kept(Device(phone=uuid4(), person_id=carrier, place=place, data_key=b"", enrolled_at=clock.now()))


@makes("visit")
def _visit(place: int, made: Made) -> Any:
    from datetime import date

    from hutong.care.actions import NewVisit, record_visit
    from hutong.children.models import Child

    child = Child.objects.within(system()).get(pk=made("child"))
    return record_visit(system(), child, NewVisit(date.fromisoformat(DAY), "home", no_change=True)).pk


@makes("quarantined")
def _quarantined(place: int, made: Made) -> Any:
    from hutong.sync.models import Quarantined

    row = Quarantined(place=place, device_id=made("phone"), about=made("child"), reason="手机已停用", **_sent())
    told = f'{{"child": "{made("child")}", "on": "{DAY}", "mode": "home", "no_change": true}}'
    row.payload = Quarantined._meta.get_field("payload").close(row, told)  # type: ignore[attr-defined]  # django-types
    return _kept(row)


@makes("conflict")
def _conflict(place: int, made: Made) -> Any:
    from hutong.sync.models import Conflict

    sides = {"child": made("child"), "group": "child", "field": "remark", "label": "备注"}
    row = Conflict(place=place, **sides, **(_sent() | {"kind": "children.update"}))
    for name in ("server", "device"):
        setattr(row, name, Conflict._meta.get_field(name).close(row, '{"value": "门口有狗", "text": "门口有狗"}'))  # type: ignore[attr-defined]  # django-types
    return _kept(row)


def _sent() -> dict[str, Any]:
    from uuid import uuid4

    from hutong.config import clock

    return {
        "operation": uuid4(),
        "kind": "care.record_visit",
        "person": NOBODY,
        "person_name": "何文",
        "at": clock.now(),
    }


@makes("attachment")
def _attachment(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.config import clock
    from hutong.documents import store
    from hutong.journal.actions import operation
    from hutong.sync.models import Attachment, Quarantined

    with operation("tests.kept"):
        picture = store.keep(place, "照片", b"\xff\xd8\xff\xd9").pk
    of = Quarantined.objects.within(system()).get(pk=made("quarantined")).operation
    told = {"kind": "photo", "mime": "image/jpeg", "size": 4, "hash": "", "begun_at": clock.now(), "file": picture}
    owner = {"place": place, "device_id": made("phone"), "operation": of, "child": made("child")}
    return _kept(Attachment(id=uuid4(), **owner, **told))


@makes("number")
def _number(place: int, made: Made) -> Any:
    return 0


@makes("report")
def _report(place: int, made: Made) -> Any:
    from uuid import uuid4

    from hutong.config import clock
    from hutong.sync.models import UrgentReport

    row = UrgentReport(id=uuid4(), place=place, received_at=clock.now())
    told = '{"words": "孩子独自在家", "media": [{"mime": "image/jpeg", "data": "_9j_2Q"}]}'
    row.content = UrgentReport._meta.get_field("content").close(row, told)  # type: ignore[attr-defined]  # django-types
    return _kept(row)


@makes("export")
def _export(place: int, made: Made) -> Any:
    from hutong.children.models import Export
    from hutong.config import clock

    asked = {"person": NOBODY, "person_name": "", "role": "supervisor", "what": "children", "title": "名单"}
    return _kept(Export(place=place, created_at=clock.now(), **asked))


@makes("session")
def _session(place: int, made: Made) -> Any:
    """Somebody else's, wherever it is: nobody ends it but that person."""
    from hutong.accounts.models import Post, Presence
    from hutong.config import clock

    person = Post.objects.within(system()).get(pk=made("post_id")).person
    at = {"began_at": clock.now(), "seen_at": clock.now()}
    return Presence.objects.create(person=person, address="192.0.2.1", device="", how="password", **at).pk


@makes("campaign_village")
def _campaign_village(place: int, made: Made) -> Any:
    from hutong.care.models import CampaignVillage

    return CampaignVillage.objects.within(system()).get(campaign=made("campaign"), place=place).pk


@makes("campaign")
def _campaign(place: int, made: Made) -> Any:
    """Opened there, over the spots of the matrix that lie below."""
    from datetime import date

    from hutong.care.models import Campaign, CampaignVillage
    from hutong.journal.actions import operation
    from hutong.places.codes import covers
    from tests.access.roles import SPOTS

    day = date.fromisoformat(DAY)
    told = {"name": "摸底排查", "basis": "文件", "where": "全部", "new_found": True, "items": [], "opened_on": day}
    row = Campaign(place=place, starts=day, ends=day, **told)
    with operation("tests.kept"):
        row.save(force_insert=True)
        for spot in SPOTS:
            if covers(place, spot):
                CampaignVillage(campaign=row, place=spot).save(force_insert=True)
    return row.pk


@makes("exchange")
def _exchange(place: int, made: Made) -> Any:
    from hutong.children.exchange import template
    from hutong.children.models import Exchange, ExchangeRow
    from hutong.config import clock

    asked = {"person": NOBODY, "person_name": "", "role": "civil_affairs", "kind": "batch", "status": "ready"}
    batch = _kept(Exchange(place=place, number="20261120-1", created_at=clock.now(), **asked))
    of = {"exchange_id": batch, "place": place, "position": 1, "kind": "child", "what": "new", "outcome": "waiting"}
    values = {"name": CHILD, "id_number": ""}
    _kept(ExchangeRow(subject=made("child"), digest=b"", data=template.sealed(values, batch, 1), **of))
    return batch


@makes("job")
def _job(place: int, made: Made) -> Any:
    """A check of a ledger that failed."""
    from procrastinate.contrib.django import app

    from hutong.config import query

    ledger = app.configure_task("hutong.children.tasks.check_ledger")
    job = ledger.defer(ledger_id=str(made("ledger")))
    query.run("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return job
