"""How passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's 19 MiB, t=2, p=1: a county signs in within the same minute on Monday."""

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
