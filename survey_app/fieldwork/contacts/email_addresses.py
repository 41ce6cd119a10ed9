"""E-mail addresses: what the library accepts, and in Dutch why another one is refused."""

import re

from email_validator import EmailNotValidError, validate_email

from survey_app.errors import ShownReason
from survey_app.operators.sentence import DutchSentence

TOO_SHORT = re.compile(r"\.[^.]?$")
NUMBERS = re.compile(r"[\d.\[\]]+")


class EmailRefused(ShownReason):
    """This text is not one e-mail address that can be written to; says why, in Dutch."""


def normal_email(text: str) -> str:
    """The address with its domain in small letters. Raises EmailRefused with the reason."""
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise EmailRefused(_reason(text)) from None
    address = found.ascii_email or ""
    if TOO_SHORT.search(address):
        raise EmailRefused(_reason(text))
    return address


def _reason(text: str) -> str:
    return next(
        (reason for holds, reason in _reasons(text) if holds),
        DutchSentence(
            "bevat tekens die niet in een e-mailadres kunnen, of een naam die niet te bereiken is"
        ),
    )


def _reasons(text: str) -> tuple[tuple[object, str], ...]:
    """What can be wrong, each with whether it is."""
    local, _, domain = text.rpartition("@")
    return (
        (
            text.count("@") != 1 or not local,
            DutchSentence("is niet één adres zoals naam@voorbeeld.nl"),
        ),
        (local.startswith("."), DutchSentence("begint met een punt")),
        (local.endswith("."), DutchSentence("heeft een punt vlak voor de @")),
        (".." in text, DutchSentence("heeft twee punten achter elkaar")),
        (
            NUMBERS.fullmatch(domain),
            DutchSentence("heeft cijfers (een IP-adres) na de @ in plaats van een naam"),
        ),
        (
            re.search(r"(^|\.)-|-(\.|$)", domain),
            DutchSentence("heeft na de @ een streepje aan het begin of eind van een naam"),
        ),
        ("." not in domain, DutchSentence("heeft na de @ geen punt, zoals in voorbeeld.nl")),
        (
            TOO_SHORT.search(domain),
            DutchSentence("eindigt niet op een landcode of naam zoals .nl of .org"),
        ),
        (
            not local.isascii(),
            DutchSentence("heeft voor de @ letters met accenten, die veel servers weigeren"),
        ),
        (re.search(r"\s", text), DutchSentence("bevat een spatie")),
    )
