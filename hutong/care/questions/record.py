"""Questions for the next visit: what is asked of whoever asks, where they go. An answer reads in the visit that brought it."""

from hutong.care.models import Question
from hutong.records.declared import Ask, Follows, Form, Goes, Record

QUESTION = Record(
    model=Question,
    title="下次走访要问的事",
    forms=(
        Form("QuestionIn", (Ask("text", hint="问一件能当面问清的事；会显示在村里的手机上，不要写密封事项"),), told="NewQuestion"),
    ),
    # Who asks stays with the offices: a family must not hear from the village who takes an interest in it.
    goes=Goes(timeline=None, paper=None, phone="questions", packet=None, doubles=None, exchange=False, erasure=True,
              move=Follows.TRAVELS, merge=Follows.TRAVELS),
)  # fmt: skip
RECORDS = (QUESTION,)
