"""One row of a contact file: columns in Dutch or English in, a person and questionnaire out."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from stdnum.nl import bsn

from survey_app.documents.tabular import SURPLUS, Line
from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone
from survey_app.ways_in.contacts import CHANNELS, LANGUAGES, Person

COLUMNS = {
    "name": ("naam", "name", "volledige naam"),
    "phone": ("telefoon", "telefoonnummer", "mobiel", "phone", "telephone", "mobile"),
    "email": ("e-mail", "email", "e-mailadres", "emailadres", "mail"),
    "address": ("adres", "address", "straat", "straat en huisnummer"),
    "postcode": ("postcode", "postal code", "postal_code"),
    "city": ("plaats", "woonplaats", "city", "town"),
    "language": ("taal", "language"),
    "questionnaire": ("vragenlijst", "questionnaire", "formulier"),
    "channel": ("kanaal", "channel"),
    "contract": ("contract",),
}
FORBIDDEN = ("bsn", "burgerservicenummer", "sofinummer", "klantnummer", "clientnummer")
LANGUAGE_NAMES = {
    "nl": ("nederlands", "dutch"),
    "en": ("engels", "english"),
    "ar": ("arabisch", "arabic"),
    "uk": ("oekraïens", "oekraiens", "ukrainian"),
    "tr": ("turks", "turkish"),
    "ti": ("tigrinya", "tigrigna"),
}
CHANNEL_NAMES = {
    "email": ("e-mail", "mail"),
    "letter": ("brief", "post"),
    "phone": ("telefoon", "bellen"),
}
# Bodies other than the municipality work with or without a contract (UWV); most have one.
ABOUT_CONTRACTS = "O"
YES, NO = ("ja", "yes"), ("nee", "no")
MAXIMUM_TEXT = 200
EMAIL = re.compile(r"[A-Za-z0-9._%+'\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
DIGITS = re.compile(r"(?<!\d)(?:\d{8}|\d(?:[ .]?\d){8})(?!\d)")


class RowRefused(ValueError):
    """This row cannot be used; says in Dutch which column and why, never the value itself."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A row that can be imported."""

    number: int
    person: Person
    questionnaire: str
    contract: bool = True


def column_names(header: Collection[str]) -> dict[str, str]:
    """Our name for each column of the file that we know; others are left unread."""
    known = {alias: name for name, aliases in COLUMNS.items() for alias in aliases}
    return {column: known[column] for column in header if column in known}


def contact_row(
    line: Line, columns: Mapping[str, str], questionnaires: Mapping[str, str]
) -> ContactRow:
    """The contact in one row. Raises RowRefused with the first reason why not.

    `questionnaires`: the party of each questionnaire that people are invited to.
    """
    if line.surplus:
        raise RowRefused(SURPLUS)
    _refuse_citizen_numbers(line, columns)
    fields = dict.fromkeys(COLUMNS, "")
    for column, name in columns.items():
        fields[name] = fields[name] or _clean(line.fields.get(column) or "", column)
    person = _person(fields)
    questionnaire = _questionnaire(fields["questionnaire"], questionnaires)
    contract = _contract(fields["contract"], questionnaires[questionnaire])
    return ContactRow(line.number, person, questionnaire, contract)


def _person(fields: Mapping[str, str]) -> Person:
    email, address = _email(fields["email"]), _address(fields)
    try:
        phone = normal_phone(fields["phone"]) if fields["phone"] else ""
    except PhoneRefused as error:
        raise RowRefused(f"telefoonnummer {error}") from None
    return Person(
        name=fields["name"],
        phone=phone,
        email=email,
        address=address,
        language=_one_of(fields["language"] or "nl", LANGUAGES, LANGUAGE_NAMES, "taal"),
        channel=_channel(fields["channel"], {"email": email, "letter": address, "phone": phone}),
    )


def _channel(text: str, reach: Mapping[str, str]) -> str:
    """The channel asked for, or the first one that reaches this person."""
    if not text:
        first = next((name for name in CHANNELS if reach[name]), None)
        if first is None:
            raise RowRefused("geen telefoonnummer, e-mailadres of adres: niemand te bereiken")
        return first
    channel = _one_of(text, CHANNELS, CHANNEL_NAMES, "kanaal")
    if not reach[channel]:
        raise RowRefused(f"kanaal {text!r} is gevraagd, maar de gegevens daarvoor ontbreken")
    return channel


def _email(text: str) -> str:
    if not text:
        return ""
    local, _, domain = text.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}" if local else text
    except UnicodeError:
        address = ""
    if not EMAIL.fullmatch(address) or ".." in address or "." not in address.rpartition("@")[2]:
        raise RowRefused("e-mailadres is niet één adres zoals naam@voorbeeld.nl")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def _address(fields: Mapping[str, str]) -> str:
    town = " ".join(part for part in (fields["postcode"], fields["city"]) if part)
    return "\n".join(part for part in (fields["address"], town) if part)


def _questionnaire(text: str, questionnaires: Collection[str]) -> str:
    code = text.upper()
    if not code and len(questionnaires) == 1:
        return next(iter(questionnaires))
    if code not in questionnaires:
        raise RowRefused(f"vragenlijst hoort niet bij deze meting: {', '.join(questionnaires)}")
    return code


def _contract(text: str, party: str) -> bool:
    """Whether this body has a contract with the municipality: yes, unless the file says no."""
    if not text:
        return True
    if party != ABOUT_CONTRACTS:
        raise RowRefused("contract is alleen voor aanbieders en andere instanties: laat het leeg")
    if text.casefold() not in YES + NO:
        raise RowRefused("contract is geen van: ja, nee")
    return text.casefold() in YES


def _one_of(
    text: str, codes: Collection[str], names: Mapping[str, Collection[str]], what: str
) -> str:
    plain = text.casefold()
    for code in codes:
        if plain == code or plain in names[code]:
            return code
    raise RowRefused(f"{what} is geen van: {', '.join(codes)}")


def _clean(text: str, column: str) -> str:
    stripped = text.strip().removeprefix("\ufeff").strip()
    if CONTROL.search(stripped.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")):
        raise RowRefused(f"kolom {column!r} bevat stuurtekens")
    one_line = " ".join(stripped.split())
    if len(one_line) > MAXIMUM_TEXT:
        raise RowRefused(f"kolom {column!r} is langer dan {MAXIMUM_TEXT} tekens")
    return one_line


def _refuse_citizen_numbers(line: Line, columns: Mapping[str, str]) -> None:
    """A BSN may stand nowhere (UAVG 46). Telephone columns have their own, stricter check."""
    for column, text in line.fields.items():
        if columns.get(column) == "phone" and _is_certain_phone(text or ""):
            continue
        if any(_is(bsn.validate, found) for found in DIGITS.findall(text or "")):
            raise RowRefused(
                f"kolom {column!r} bevat wat een BSN lijkt: haal het weg, "
                "of schrijf een telefoonnummer met de 0 ervoor"
            )


def _is_certain_phone(text: str) -> bool:
    """Whether this is a telephone number and no BSN: nine digits without the zero can be both.

    No BSN in use starts with 6, so a mobile number that lost its zero is certain.
    """
    if not _is(normal_phone, text):
        return False
    digits = text.strip()
    return not re.fullmatch(r"[1-57-9]\d{8}", digits) or not _is(bsn.validate, digits)


def _is(check: Callable[[str], str], text: str) -> bool:
    try:
        return bool(check(text))
    except ValueError:
        return False


def forbidden_columns(header: Collection[str]) -> Iterator[str]:
    """The columns that may not even be opened: numbers of persons at the municipality."""
    return (column for column in header if column in FORBIDDEN)
