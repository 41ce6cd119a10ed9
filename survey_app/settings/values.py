"""How the text of a variable becomes a value, or a sentence that says what to write instead."""

import datetime
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from survey_app.errors import SettingError
from survey_app.operators.sentence import Sentence

LAST_PORT = 65535
LONGEST_MAILBOX = 20
LANGUAGES = ("nl", "en")  # of operators
YES, NO = ("1", "yes", "true"), ("", "0", "no", "false")
# Deliberately loose: whether an address exists is found out by writing to it.
_ADDRESS = re.compile(r"[^@\s,;<>]*@[^@\s,;<>]+")
_PHONE = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


def whole_number(
    environ: Mapping[str, str], name: str, default: int, smallest: int, largest: int
) -> int:
    """A number within its bounds. Raises SettingError."""
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()) or not smallest <= int(text[:9]) <= largest:
        raise SettingError(
            name,
            "give a number from {smallest} to {largest}, not {text!r}",
            smallest=smallest,
            largest=largest,
            text=text,
        )
    return int(text)


def flag(environ: Mapping[str, str], name: str) -> bool:
    """Yes or no. Raises SettingError for anything else: "ja" may not mean no."""
    text = environ.get(name, "").strip().lower()
    if text not in YES + NO:
        raise SettingError(name, "give 1 for yes or 0 for no, not {text!r}", text=text)
    return text in YES


def language(environ: Mapping[str, str], name: str) -> str:
    """What operators read: as the setting says, or else as the system's language is.

    Raises SettingError.

    >>> language({"LANG": "nl_BE.UTF-8"}, "TRAJECTSPIEGEL_LANGUAGE")
    'nl'
    """
    wish = environ.get(name, "").strip().lower()
    if wish and wish not in LANGUAGES:
        raise SettingError(name, "give nl or en, not {text!r}", text=wish)
    system = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return wish or (LANGUAGES[0] if system.lower().startswith("nl") else LANGUAGES[1])


def web_address(name: str, url: str) -> str:
    """The address of a site, without anything behind its name. Raises SettingError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingError(
            name, "give an address such as https://meet.voorbeeld.nl, not {url!r}", url=url
        ) from None
    wrong = (
        (parts.scheme not in ("http", "https"), Sentence("give the full address, with https://")),
        (
            not url.isprintable() or " " in url or "\\" in url,
            Sentence("leave out spaces and backslashes"),
        ),
        ("@" in parts.netloc, Sentence("leave out the name or password before the @")),
        (not _HOST.fullmatch(parts.hostname or ""), Sentence("give the name of the site")),
        (port == 0, Sentence("give a port from 1, or none")),
        (parts.path.strip("/") != "", Sentence("leave out the path {path!r}", path=parts.path)),
        ("?" in url or "#" in url, Sentence("leave out what follows the ? or #")),
    )
    for holds, remedy in wrong:
        if holds:
            raise SettingError(
                name,
                "{remedy} (example: https://meet.voorbeeld.nl)",
                remedy=remedy,
            )
    return url.rstrip("/")


def service_address(name: str, url: str) -> str:
    """The address of a service that we call. Raises SettingError.

    Keys and names travel there: https, except to this machine itself. Never repeats the address,
    since a key may stand in it.
    """
    try:
        parts = urlsplit(url)
        wrong = parts.port == 0 or not _HOST.fullmatch(parts.hostname or "")
    except ValueError:
        raise SettingError(name, "give an address such as https://dienst.voorbeeld.nl") from None
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if wrong or (parts.scheme != "https" and not here):
        raise SettingError(name, "give an https:// address")
    if not url.isprintable() or " " in url or "@" in parts.netloc or parts.fragment:
        raise SettingError(name, "leave out spaces, a name before the @, and what follows a #")
    return url


def recipients(name: str, text: str) -> tuple[str, ...]:
    """Addresses, @domains and telephone numbers, with commas between. Raises SettingError."""
    words = tuple(word for word in text.replace(",", " ").replace(";", " ").split() if word)
    for word in words:
        if not _ADDRESS.fullmatch(word) and not _PHONE.fullmatch(word):
            raise SettingError(
                name,
                "{word!r} is no address (an@voorbeeld.nl), domain (@voorbeeld.nl) or "
                "number (+31612345678)",
                word=word,
            )
    return words


def sender(name: str, text: str) -> str:
    """One e-mail address, or nothing. Raises SettingError."""
    text = text.strip()
    if text and (text.startswith("@") or not _ADDRESS.fullmatch(text)):
        raise SettingError(
            name, "give one address such as meting@voorbeeld.nl, not {text!r}", text=text
        )
    return text


def bounces(name: str, text: str) -> str:
    """The mailbox of what comes back, or nothing. Raises SettingError.

    Before its @ we add 43 characters, and there is room for 64 (RFC 5321).
    """
    address = sender(name, text)
    local = address.partition("@")[0]
    if len(local) > LONGEST_MAILBOX or not address.isascii() or "+" in local:
        raise SettingError(
            name,
            "give an address with at most {longest_mailbox} characters before the @, no +",
            longest_mailbox=LONGEST_MAILBOX,
        )
    return address


def host(name: str, text: str) -> str:
    """The name of a machine, or nothing. Raises SettingError."""
    text = text.strip()
    if text and not _HOST.fullmatch(text):
        raise SettingError(
            name, "give only the name, such as mail.voorbeeld.nl, not {text!r}", text=text
        )
    return text


def redis_address(name: str, text: str) -> str:
    """The address of a Redis, or nothing; never repeats it, since a password may stand in it."""
    text = text.strip()
    if not text:
        return ""
    remedy = "give an address such as redis://host:6379/0"
    try:
        parts = urlsplit(text)
        wrong = parts.port == 0 or (parts.scheme != "unix" and not parts.hostname)
    except ValueError:
        raise SettingError(name, remedy) from None
    if wrong or parts.scheme not in ("redis", "rediss", "unix"):
        raise SettingError(name, remedy)
    return text


def database_address(url: str) -> str:
    """The address as SQLAlchemy wants it. Raises SettingError for a password with an @ in it."""
    for prefix in ("postgres://", "postgresql://", "postgresql+psycopg://"):
        if url.startswith(prefix):
            rest = url.removeprefix(prefix)
            # What stands before the last @ is name and password; an @ there ends the password
            # too soon, and the rest of it would be shown as the name of a machine.
            if rest.partition("?")[0].count("@") > 1:
                raise SettingError("DATABASE_URL", "write an @ in the password as %40")
            return "postgresql+psycopg://" + rest
    return url


def contact(name: str, text: str) -> str:
    """Where a leak can be told, as security.txt wants it, or nothing. Raises SettingError."""
    text = text.strip()
    if not text:
        return ""
    if "@" in text and ":" not in text:
        text = f"mailto:{text}"
    good = text.startswith(("mailto:", "https://", "tel:")) and text.isprintable()
    if not good or " " in text:
        raise SettingError(name, "give an e-mail address or an https:// page")
    return text


def day(name: str, text: str) -> datetime.date:
    """A day. Raises SettingError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise SettingError(
            name, "give the day until which the contact holds, as 2027-06-30"
        ) from None
