"""Argon2id with the memory OWASP names, so that several sign-ins at once cannot exhaust a small server."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BoundedArgon2PasswordHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet); Django's default takes 100 MiB each."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
