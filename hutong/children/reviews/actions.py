"""A2-3: the level above agrees with what was ended, or sends it back, and it is as before."""

import uuid
from typing import Any

from hutong.accounts.grants import Grant
from hutong.accounts.http import Problem, missing
from hutong.accounts.managers import plain
from hutong.accounts.permissions import Permission
from hutong.children import identity
from hutong.children.actions import Recognised, restore, return_child
from hutong.children.actions.touch import touch
from hutong.children.asking import may_answer
from hutong.children.models import Category, Child, Review
from hutong.ground import clock
from hutong.ground.refusal import Refused
from hutong.ground.sealed_words import refuse_sealed
from hutong.ground.sealing import unsealed
from hutong.journal import revert
from hutong.journal.actions import action
from hutong.journal.models import Entry

MERGED = "合并不能在这里退回：请在“疑似重复档案”里撤销这次合并，两份档案恢复原状，这一事项随之办结。"


@action("children.answer_review", Permission.REVIEW)
def answer(grant: Grant, review_id: uuid.UUID, said: str, reason: str) -> Review:
    """Agree, or send back with the reason: the child returns, the category goes on, the visit stands again. Raises Problem 403, 404,
    Refused."""
    refuse_sealed(reason=reason)
    review = Review.objects.within(grant).select_for_update().filter(pk=review_id).first()
    child = review and Child.objects.ever(grant).filter(pk=review.child_id).first()
    if review is None or child is None:
        raise missing("复核事项")
    if not may_answer(grant, review):
        raise Problem(403, "这一事项由办理人的上一级复核，本人和同级不能复核。", "not_yours")
    if review.answer:
        raise Refused("这一事项已经复核。", "already_answered")
    agreed = said == Review.Answer.AGREED
    if not agreed and not reason.strip():
        raise Refused([("reason", "请写明退回的理由。")])
    review.answer, review.answer_reason = said, reason
    review.answered_name, review.answered_on = grant.name, clock.today()
    review.save(update_fields=["answer", "answer_reason", "answered_name", "answered_on"])
    # After the answer is kept, so that its duty ends as done when the child comes back.
    if not agreed:
        _undo(grant, review, child, reason)
    return review


def _undo(grant: Grant, review: Review, child: Child, reason: str) -> None:
    if review.kind == Review.Kind.MERGE:
        raise Refused(MERGED, "merged")
    if review.kind == Review.Kind.EXIT:
        if not child.active:
            return_child(grant, child, reason)
            # An import that was taken back gave up the number.
            identity.put([(unsealed(child, "id_number"), child.pk)])
        return
    if review.kind == Review.Kind.VISIT:
        return _stands_again(
            plain(Entry).filter(record=review.category, changes__deleted__has_key="care_visit"), review.category
        )
    ended = Category.objects.within(grant).filter(pk=review.category).first()
    if ended is None:
        # It was withdrawn: it stands again as it was.
        deleted = {f"changes__deleted__children_category__{review.category}__isnull": False}
        _stands_again(plain(Entry).filter(child=child.pk, action="children.withdraw_category", **deleted), child.pk)
        return touch(child)
    again = Recognised(ended.key, ended.period.upper, ended.basis, ended.evidence, ended.decided_by)
    try:
        restore(grant, child, again)
    except Refused as refused:
        raise Refused(f"不能恢复这一类别：{refused}", "refused") from None


def _stands_again(entries: Any, record: uuid.UUID | None) -> None:
    """What was withdrawn, out of the journal, whose entry of the withdrawal holds it. entries: those that may be it."""
    gone = entries.order_by("-at", "-seq").first()
    if not gone or not record:
        raise Refused("没有找到撤销的记录，不能恢复。", "not_found")
    try:
        revert.revert(gone.op, [record], keep=[Child._meta.db_table])
    except revert.PayloadErased as erased:
        raise Refused(str(erased), "erased") from None
