"""Where the mail of one message comes back (VERP): an address of its own, signed.

`retour@voorbeeld.nl` becomes `retour+<message><signature>@voorbeeld.nl`: who bounces says which
message it was, whatever the text of the bounce, and nobody can make up such an address for a
message that was not theirs. Only small letters and digits: some servers change capitals.
"""

import base64
import binascii
import hmac
from hashlib import sha256

from survey_app.crypto.encryption import derive

MESSAGE, SIGNATURE = 26, 16  # characters: 16 bytes, and 80 bits that nobody guesses


def bounce_address(key: bytes, mailbox: str, message_id: str) -> str:
    """The return address of this message; `mailbox` is where all of them arrive."""
    local, _, domain = mailbox.rpartition("@")
    named = _letters(bytes.fromhex(message_id))
    return f"{local}+{named}{_signature(key, named)}@{domain}"


def bounced_message(key: bytes, address: str) -> str | None:
    """The id of the message with this return address; None for any other address."""
    code = address.strip().strip("<>").rpartition("@")[0].rpartition("+")[2].lower()
    named, signature = code[:MESSAGE], code[MESSAGE:]
    right = _signature(key, named)
    if not hmac.compare_digest(right.encode(), signature.encode(errors="replace")):
        return None
    try:
        return base64.b32decode(named.upper() + "=" * 6).hex()
    except binascii.Error:
        return None


def _signature(key: bytes, named: str) -> str:
    signed = hmac.digest(derive(key, "bounce"), named.encode(errors="replace"), sha256)
    return _letters(signed)[:SIGNATURE]


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
