"""What shows a second time who somebody is: a code by time (TOTP) and recovery codes. Pure."""

import hmac
import secrets
from hashlib import sha256

import pyotp

from survey_app.crypto.encryption import derive

STEP_SECONDS = 30
AROUND = (0, -1, 1)  # clocks of telephones differ a little
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
LENGTH = 12


def new_secret() -> str:
    """A secret for an app that makes codes, as the app wants it."""
    return pyotp.random_base32()


def app_address(secret: str, name: str, installation: str) -> str:
    """What the QR code holds: opens the app and fills everything in."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=installation)


def matching_step(secret: str, code: str, moment: float) -> int | None:
    """The step of time that this code belongs to, now or just before or after; None for none.

    >>> secret = "JBSWY3DPEHPK3PXP" * 2
    >>> matching_step(secret, pyotp.TOTP(secret).at(90), 100)
    3
    """
    if not secret:
        return None
    typed = "".join(code.split())
    now = int(moment // STEP_SECONDS)
    codes = pyotp.TOTP(secret)
    for step in (now + offset for offset in AROUND):
        if hmac.compare_digest(codes.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of about 59 bits, in groups that can be read aloud."""
    codes = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES))
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


def recovery_hash(session_key: bytes, account_id: str, code: str) -> bytes:
    """What is kept of a recovery code: however it was typed, and worth nothing without the key."""
    typed = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hmac.digest(
        derive(session_key, "recovery code"), f"{account_id}|{typed}".encode(), sha256
    )
