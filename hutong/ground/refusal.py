"""How the domain says no. The edges (config/refusals.py, sync/push.py) turn it into their own answers."""

from collections.abc import Sequence


class Refused(ValueError):
    """A refusal in sentences that a person can act on. code: for programs.

    errors: [(field, sentence)], everything that is wrong, so that it is corrected in one go. Where there are none, what stands
    already forbids it, and nothing that was sent could be corrected.
    """

    def __init__(self, told: str | Sequence[tuple[str, str]], code: str = "invalid") -> None:
        self.errors = [] if isinstance(told, str) else list(told)
        super().__init__(told if isinstance(told, str) else "；".join(sentence for _, sentence in told))
        self.code = code
