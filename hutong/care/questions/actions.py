"""A3-4: at most three questions wait for a child's next visit, whichever wing asks; the visit brings the answers."""

import uuid
from collections.abc import Sequence

from hutong.accounts.grants import Grant
from hutong.accounts.http import missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.care.made.question import NewQuestion
from hutong.care.models import Question, Visit
from hutong.care.questions.reading import most, waiting
from hutong.care.questions.record import QUESTION
from hutong.care.questions.schemas import AnswerIn
from hutong.children.models import Child
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.journal.actions import action
from hutong.records import rules

YES_NO = ("是", "否")
# What a visit's notes begin with that say an answer.
ASKED = "asked"


@action("care.ask", Permission.DUTY_DECIDE)
def ask(grant: Grant, child: Child, new: NewQuestion, answers: Sequence[str] = YES_NO, about: str = "") -> Question:
    """Keep a question for the child's next visit. The same id, or a matter that waits already, keeps one.

    answers: what can be said, at most twelve characters each; 不清楚 is always one. about: `app.matter`, for an app that reads
    its answers again. Raises Refused, also where as many wait as may.
    """
    Child.objects.within(grant).select_for_update().get(pk=child.pk)
    standing = waiting(grant, [child.pk])
    kept = next((one for one in standing if one.pk == new.id or (about and one.about == about)), None)
    if kept:
        return kept
    rules.refuse(QUESTION, new, clock.today(), [(not child.active, "text", "这份档案已退出，不会再走访。")])
    if plain(Question).filter(pk=new.id).exists():
        raise Refused("这个问题的编号已经用过，请刷新页面后重新填写。", "taken")
    if len(standing) >= most():
        raise Refused(f"已有 {len(standing)} 个问题等着走访时问，请等答复，或先撤回一个。", "full")
    question = Question(id=new.id, child=child, place=child.place, text=new.text, answers=list(answers), about=about,
                        asked_name=grant.name, asked_on=clock.today())  # fmt: skip
    question.save(force_insert=True)
    return question


@action("care.withdraw_question", Permission.DUTY_DECIDE)
def withdraw(grant: Grant, question: uuid.UUID) -> None:
    """It is no longer asked. Raises Problem 404; Refused where it has its answer."""
    found = Question.objects.within(grant).select_for_update().filter(pk=question).first()
    if found is None:
        raise missing("问题")
    if found.answered_on:
        raise Refused("这个问题已经有了回答。", "already_done")
    found.withdrawn_on = found.withdrawn_on or clock.today()
    found.save(update_fields=["withdrawn_on"])


def take(grant: Grant, visit: Visit, given: Sequence[AnswerIn]) -> None:
    """Take the answers of a visit that is about to be kept, inside its action. Its notes say each in words, so that none is
    lost where another visit answered before or the question was withdrawn meanwhile. Raises Refused."""
    asked = Question.objects.within(grant).select_for_update().filter(child=visit.child)
    known = {one.pk: one for one in asked.filter(pk__in=[one.question for one in given])}
    for number, one in enumerate(given, 1):
        question = known.get(one.question)
        if question is None or one.answer not in (*question.answers, Question.UNKNOWN):
            raise Refused([("answers", "有一个回答对不上要问的事，请刷新页面后重新选择。")])
        visit.notes[f"{ASKED}{number}"] = said(question.text, one)
        if question.answered_on is None:
            question.answer, question.note, question.visit = one.answer, one.note, visit.pk
            question.answered_on = visit.on
            question.save(update_fields=["answer", "note", "visit", "answered_on"])


def said(text: str, given: AnswerIn) -> str:
    """A question and its answer in one line."""
    return f"{text}——{given.answer}" + (f"（{given.note}）" if given.note else "")
