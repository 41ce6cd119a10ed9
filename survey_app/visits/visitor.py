"""What the session cookie of a respondent holds: the way to one draft, and reading preferences.

The cookie is signed and HttpOnly; it holds the access id and the draft key, never the token.
After 45 minutes without a page it is worth nothing; the link or letter code resumes.
"""

import hmac
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from werkzeug.datastructures import LanguageAccept

ACCESS, KEY, GOAL, LANGUAGE, LARGE, EASY, ANONYMOUS = "a", "k", "g", "t", "b", "e", "f"
SEEN, REFRESH_SECONDS = "m", 300
# A fieldworker's call. It outlives the sending, so that the call can be written down after it.
INTERVIEW = "i"
# A fieldworker who fills in with somebody stays logged in while respondents change.
STAFF, STAFF_SEEN, STAFF_PLACE = "staff", "staff_seen", "staff_place"
STAFF_IDLE_SECONDS = 30 * 60
KEPT = (LANGUAGE, LARGE, EASY, STAFF, STAFF_SEEN, STAFF_PLACE)
# Somebody who came by an open link: only a code that they ask for brings them back.
OPENLY = "p"
# Since when somebody waits after too many codes from where they are.
WAITS, PATIENCE_SECONDS = "w", 20
# What somebody may ask for in an address: ?taal=ar
WISHES = ("taal", "groter", "makkelijk")
Cookie = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who came in: which draft, its key, and the goal a linked person once gave.

    `openly`: by a link that is everybody's, so that nothing leads back to this draft yet.
    """

    access_id: str
    draft_key: bytes
    goal: int | None = None
    openly: bool = False


@dataclass(frozen=True, slots=True)
class Interview:
    """A call in which a fieldworker fills in what somebody says.

    `underway`: this browser still opens the draft.
    """

    invitation_id: str
    name: str
    underway: bool = True


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody likes to read; empty language means: as the invitation says."""

    language: str = ""
    large: bool = False
    easy_read: bool = False


def enter(cookie: Cookie, visitor: Visitor) -> None:
    """Begin a session of this visitor; nothing of an earlier one stays but how to read."""
    kept = {name: cookie[name] for name in KEPT if name in cookie}
    cookie.clear()
    cookie.update(kept, _permanent=True)
    cookie[ACCESS], cookie[KEY] = visitor.access_id, visitor.draft_key.hex()
    if visitor.goal is not None:
        cookie[GOAL] = visitor.goal
    if visitor.openly:
        cookie[OPENLY] = True


def visitor_of(cookie: Cookie) -> Visitor | None:
    """Who came in, or None without a (still valid) session."""
    access_id = cookie.get(ACCESS)
    if access_id is None:
        return None
    key = bytes.fromhex(cookie[KEY])
    return Visitor(access_id, key, cookie.get(GOAL), OPENLY in cookie)


def came_openly(cookie: Cookie) -> bool:
    """Whether this visitor has no link or code of their own, and may want a way back."""
    return OPENLY in cookie


def stay(cookie: Cookie, moment: float) -> None:
    """Let the session last another 45 minutes from now, written anew every five minutes.

    Signing a cookie on every page would cost as much as the page. In a call it is written on
    every page, and the fieldworker stays logged in: a long call may take longer than staff may
    be away. Who was away too long already is not let in again by this.
    """
    if not 0 <= moment - cookie.get(SEEN, 0) < REFRESH_SECONDS:
        cookie[SEEN] = int(moment)
    if INTERVIEW in cookie and 0 <= moment - cookie.get(STAFF_SEEN, 0) <= STAFF_IDLE_SECONDS:
        cookie[STAFF_SEEN] = int(moment)


def wait(cookie: Cookie, moment: float) -> None:
    """Remember since when this browser waits for another try."""
    cookie.setdefault(WAITS, int(moment))


def has_waited(cookie: Cookie, moment: float) -> bool:
    """Whether this browser waited long enough for one try of its own; uses that up."""
    if moment - cookie.get(WAITS, moment) < PATIENCE_SECONDS:
        return False
    del cookie[WAITS]
    return True


def leave(cookie: Cookie, **remembered: Any) -> None:
    """End the session; only reading preferences, a call and what is named here stay."""
    kept = {name: cookie[name] for name in (*KEPT, INTERVIEW) if name in cookie}
    cookie.clear()
    cookie.update(kept, _permanent=True)
    cookie.update(remembered)


def begin_interview(cookie: Cookie, visitor: Visitor, interview: Interview) -> None:
    """Begin a session of this visitor in a call; how the person before liked to read is gone."""
    prefer(cookie, Preferences())
    enter(cookie, visitor)
    cookie[INTERVIEW] = [interview.invitation_id, interview.name]


def interview_of(cookie: Cookie) -> Interview | None:
    """The call that a fieldworker is in, also just after sending; None for anybody else."""
    held = cookie.get(INTERVIEW)
    return Interview(held[0], held[1], ACCESS in cookie) if held else None


def end_interview(cookie: Cookie) -> None:
    """The call has been written down: the way to the draft and the name are forgotten."""
    leave(cookie)
    cookie.pop(INTERVIEW, None)


def preferences_of(cookie: Cookie) -> Preferences:
    """How this browser wants to read."""
    return Preferences(
        str(cookie.get(LANGUAGE, "")), bool(cookie.get(LARGE)), bool(cookie.get(EASY))
    )


def prefer(cookie: Cookie, preferences: Preferences) -> None:
    """Remember how this browser wants to read."""
    cookie["_permanent"] = True  # Flask: the cookie lasts 45 minutes from the last page
    cookie[LANGUAGE] = preferences.language
    cookie[LARGE], cookie[EASY] = preferences.large, preferences.easy_read


def changed_preferences(
    preferences: Preferences, wish: str, languages: Mapping[str, object]
) -> Preferences:
    """The preferences after one wish such as "taal:ar", "groter:1" or "makkelijk:0"."""
    what, _, value = wish.partition(":")
    language = value if what == "taal" and value in languages else preferences.language
    return Preferences(
        language=language,
        large=(value == "1") if what == "groter" else preferences.large,
        easy_read=(value == "1") if what == "makkelijk" else preferences.easy_read,
    )


def device_language(accepted: LanguageAccept, languages: Mapping[str, object]) -> str:
    """The language that this device is set to, when it is one of these; otherwise empty."""
    return accepted.best_match(list(languages)) or ""


def form_proof(key: bytes, cookie: Cookie) -> str:
    """The hidden field that shows that a form came from a page of ours in this browser.

    It depends on the access only, so that a form that stood open while the session ended still
    counts once the same link has been opened again.
    """
    subject = cookie.get(ACCESS) or cookie.get(ANONYMOUS)
    if subject is None:
        subject = cookie[ANONYMOUS] = secrets.token_hex(8)
    return hmac.digest(key, f"form:{subject}".encode(), sha256)[:12].hex()


def is_known(cookie: Cookie) -> bool:
    """Whether this browser has had a form of ours, and so can bring its proof."""
    return bool(cookie.get(ACCESS) or cookie.get(ANONYMOUS))


def is_proof(key: bytes, cookie: Cookie, given: str) -> bool:
    """Whether the hidden field is the one we gave to this browser."""
    if not is_known(cookie):
        return False
    return hmac.compare_digest(
        form_proof(key, cookie).encode(), given[:64].encode("utf-8", "replace")
    )
