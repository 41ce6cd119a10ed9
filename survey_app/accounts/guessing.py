"""Slowing down who guesses passwords, without keeping the right person out.

Wrong passwords are counted per account and origin: who tries another account, or from elsewhere,
is counted apart. A browser in which somebody got in before keeps a signed cookie for that account
and is counted by itself, so that nothing anybody else does reaches it, not even from the same
address. Very many wrong tries for one account write a line in the log (visits/throttle.py).
"""

import secrets
from collections.abc import Collection
from hashlib import sha256

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from survey_app.crypto.encryption import derive
from survey_app.installation import Installation
from survey_app.web.security import may_try, tried

ANYWHERE, ACCOUNT = "login wrong", "login wrong for one account"
KNOWN = "login wrong on a known device"
KEPT_SECONDS = 180 * 86_400
MOST_OTHERS = 8  # names that one browser is known for besides


def may_guess(installation: Installation, name: str) -> bool:
    """Whether this browser may try a password for this account now."""
    known = device_of(installation, name)
    if known:
        return may_try(KNOWN, _subject(name), known)
    return may_try(ANYWHERE) and may_try(ACCOUNT, _subject(name))


def guessed_wrong(installation: Installation, name: str) -> None:
    """Count a wrong password."""
    known = device_of(installation, name)
    if known:
        tried(KNOWN, _subject(name), known)
        return
    tried(ANYWHERE)
    tried(ACCOUNT, _subject(name))


def know_this_device(
    installation: Installation, response: Response, names: Collection[str]
) -> None:
    """Remember in this browser that the account with these names got in here."""
    own = [_subject(name) for name in names]
    others = [pair for pair in _known(installation).items() if pair[0] not in own]
    kept = dict(others[-MOST_OTHERS:]) | dict.fromkeys(own, secrets.token_urlsafe(12))
    response.set_cookie(
        _cookie_name(installation),
        _signer(installation).dumps(kept),
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=installation.config.secure,
        samesite="Lax",
    )


def device_of(installation: Installation, name: str) -> str:
    """What names this browser, when the account got in here before; otherwise nothing."""
    return _known(installation).get(_subject(name), "")


def _known(installation: Installation) -> dict[str, str]:
    try:
        kept = _signer(installation).loads(request.cookies.get(_cookie_name(installation), ""))
    except BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def _signer(installation: Installation) -> URLSafeSerializer:
    return URLSafeSerializer(derive(installation.keys.session, "known device"))


def _cookie_name(installation: Installation) -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _subject(name: str) -> str:
    """The account, so that its name stands in no counter and no cookie."""
    return sha256(name.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()[:16]
