"""Passwords of staff: argon2id, and nothing else ever stored or logged."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM = 12
MAXIMUM = 128

# 46 MiB, two passes, one lane: more than OWASP's floor, about 60 ms on a small server.
PASSES, KIBIBYTES = 2, 46 * 1024
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=KIBIBYTES, parallelism=1)
# Checked when the name is unknown, so that a wrong name costs as much as a wrong password.
_UNKNOWN = _hasher.hash("no account has this password")


def hash_password(password: str) -> str:
    """The argon2id hash to store. Raises ValueError for a password of a wrong length.

    >>> hash_password("een lange zin als wachtwoord").startswith("$argon2id$")
    True
    """
    if not MINIMUM <= len(password) <= MAXIMUM:
        raise ValueError(f"a password has {MINIMUM} to {MAXIMUM} characters")
    return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the stored hash; False, as slowly, without one."""
    if len(password) > MAXIMUM:
        return False
    try:
        return _hasher.verify(stored or _UNKNOWN, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)
