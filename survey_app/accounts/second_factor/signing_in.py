"""Between the password and the second factor: kept in the signed cookie, good for ten minutes.

Nothing opens with it but the pages that ask for the second factor.
"""

import base64
import secrets
from dataclasses import dataclass

from flask import session

from survey_app.accounts.second_factor.proofs import new_secret
from survey_app.clock import now

HALF, CHALLENGE, SECRET = "half", "challenge", "new_secret"
GOOD_SECONDS = 600


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody whose password was right."""

    account_id: str
    onward: str  # the page that this person wanted


def begin(account_id: str, onward: str) -> None:
    """The password was right: forget everything else that this browser was doing."""
    session.clear()
    session.permanent = True
    session[HALF] = [account_id, onward, int(now().timestamp())]


def half_way() -> HalfWay | None:
    """Who is half-way in this browser, while that is good."""
    match session.get(HALF):
        case [str(account_id), str(onward), int(since)]:
            if 0 <= now().timestamp() - since <= GOOD_SECONDS:
                return HalfWay(account_id, onward)
    return None


def new_challenge() -> bytes:
    """Something that a device has never signed before; for one answer."""
    challenge = secrets.token_bytes(32)
    session[CHALLENGE] = base64.b64encode(challenge).decode()
    return challenge


def used_challenge() -> bytes:
    """What was asked, once: a second answer to the same question finds nothing."""
    return base64.b64decode(session.pop(CHALLENGE, ""))


def kept_secret(make: bool = False) -> str:
    """The secret that is shown on the page where an app is set up; nothing when there is none."""
    if make and SECRET not in session:
        session[SECRET] = new_secret()
    return str(session.get(SECRET, ""))


def forget_secret() -> None:
    """It has been stored, or is not wanted any more."""
    session.pop(SECRET, None)
