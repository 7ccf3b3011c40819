"""MPL 62: whoever works with children is asked about, before and every year; kept is hit or no hit."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.models import new_id
from hutong.accounts.permissions import Permission
from hutong.ground import clock, figures, query
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.places.codes import Level, at_level, level_of
from hutong.workforce.models import CleanRecord

OWN = "本人的查询由上级登记和查看。"


@dataclass(frozen=True)
class Subject:
    """Whom it is about: kind and id in the app that keeps them, and where they belong."""

    who: CleanRecord.Who
    id: uuid.UUID
    place: int


@action("workforce.ask_record", Permission.CLEAN_RECORD)
def ask(grant: Grant, subject: Subject, asked_of: str, on: date, key: uuid.UUID | None = None) -> CleanRecord:
    """Note that an authority was asked; the same id keeps one. The caller found the subject in scope.

    Raises Problem 403 for one's own; Refused."""
    if subject.id == grant.person:
        raise Problem(403, OWN, "own_post")
    query.one_by_one(str(key))
    if kept := CleanRecord.objects.within(grant).filter(pk=key, subject=subject.id).first():
        return kept
    if on > clock.today():
        raise Refused([("asked_on", "查询日期不能晚于今天。")])
    county = at_level(subject.place, Level.COUNTY) if level_of(subject.place) > Level.COUNTY else subject.place
    row = CleanRecord(id=key or new_id(), place=county, who=subject.who, subject=subject.id, asked_name=grant.name,
                      asked_of=asked_of, asked_on=on)  # fmt: skip
    _write(row, "")
    row.save(force_insert=True)
    return row


@action("workforce.answer_record", Permission.CLEAN_RECORD)
def answer(grant: Grant, key: uuid.UUID, said: CleanRecord.Answer, on: date) -> None:
    """Keep the answer; a clear one holds until its day. Raises Problem 404, 403 for one's own; Refused where it stands already."""
    row = CleanRecord.objects.within(grant).select_for_update().filter(pk=key).first()
    if row is None:
        raise missing("查询")
    if row.answered_on:
        raise Refused("这次查询已经有了结果；有变化请重新查询。", "already_done")
    if not row.asked_on <= on <= clock.today():
        raise Refused([("on", "结果日期应在查询日期以后、今天以前。")])
    _write(row, said.value)
    if row.subject == grant.person:
        raise Problem(403, OWN, "own_post")
    row.answered_on = on
    # After a hit too, which it says nothing of: a day that stands beside clear answers alone would tell who was hit.
    row.until = on + timedelta(figures.of("clean-records.csv", clock.today())["valid"])
    row.save(update_fields=["answer", "answered_on", "until"])


def _write(row: CleanRecord, text: str) -> None:
    row.answer = CleanRecord._meta.get_field("answer").close(row, text)  # type: ignore[attr-defined]  # django-types
