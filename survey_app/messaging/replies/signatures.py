"""Who calls: an HMAC-SHA-256 over the moment and the exact bytes, with a secret of both sides.

A call that somebody caught cannot be repeated later: the moment is signed and soon too old.
"""

import hmac
from hashlib import sha256

VALID_SECONDS = 300  # clocks differ, and a call may wait a while
LONGEST = 12  # characters of a moment: enough for 20,000 years


def signature_of(secret: str, moment: str, body: bytes) -> str:
    """The signature as it stands in the header, in hexadecimal.

    >>> signature_of("secret", "1767225600", b"{}")[:8]
    'fa7eaa06'
    """
    return hmac.new(secret.encode(), moment.encode() + b"." + body, sha256).hexdigest()


def is_signed(secret: str, moment: str, signature: str, body: bytes, now: float) -> bool:
    """Whether this call was signed with our secret, a moment ago."""
    if not (moment.isascii() and moment.isdigit() and len(moment) <= LONGEST):
        return False
    right = signature_of(secret, moment, body)
    same = hmac.compare_digest(right.encode(), signature.encode(errors="replace"))
    return same and abs(now - int(moment)) <= VALID_SECONDS
