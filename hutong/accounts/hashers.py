"""How passwords are hashed."""

import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

# A web process serves eight at once and has one core: eight hashes beside each other are no sooner done, and hold 150 MB.
_one_at_a_time = threading.Lock()


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's 19 MiB, t=2, p=1: a county signs in within the same minute on Monday."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1

    def encode(self, *args: Any, **kwargs: Any) -> str:
        with _one_at_a_time:
            return super().encode(*args, **kwargs)

    def verify(self, *args: Any, **kwargs: Any) -> bool:
        with _one_at_a_time:
            return super().verify(*args, **kwargs)
