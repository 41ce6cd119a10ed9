"""One row of a contact file: columns in Dutch or English in, a person and questionnaire out."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from survey_app.documents.citizen_numbers import holds_citizen_number, is_citizen_number
from survey_app.documents.tabular import SURPLUS, Line
from survey_app.errors import ShownReason
from survey_app.fieldwork.contacts.columns import COLUMNS, full_address, full_name
from survey_app.fieldwork.contacts.days import DayRefused, typed_day
from survey_app.fieldwork.contacts.email_addresses import EmailRefused, normal_email
from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone
from survey_app.questionnaire.typed_text import bare, one_line
from survey_app.questionnaire.windows import WINDOWS, Event, opens_on
from survey_app.ways_in.contacts import CHANNELS, LANGUAGES, Person

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
# The column of each event that opens a window, and what it is called.
EVENTS: Mapping[Event, tuple[str, str]] = {
    "start": ("start_date", "startdatum"),
    "end": ("end_date", "einddatum"),
}
MAXIMUM_TEXT = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What is left of letters after a file was saved in the wrong code: the sign for "unknown", a
# question mark within a word, Icelandic letters where Turkish ones stood.
DAMAGED = re.compile(r"\ufffd|\w\?|\?\w|[ÞþÐð]")


class RowRefused(ShownReason):
    """This row cannot be used; says in Dutch which column and why, never the value itself."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the plan of a wave says of its people.

    `channels`: the ways by which they are written to.
    """

    is_rolling: bool = False
    channels: tuple[str, ...] = CHANNELS


USUAL = Plan()


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A row that can be imported.

    `damaged`: its name or address probably lost letters when the file was saved. `opens_on`: the
    Monday of the window of this person; the day in the file goes no further than here.
    """

    number: int
    person: Person
    questionnaire: str
    contract: bool = True
    damaged: bool = False
    opens_on: datetime.date | None = None


def contact_row(
    line: Line,
    columns: Mapping[str, str],
    questionnaires: Mapping[str, str],
    plan: Plan = USUAL,
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
    person = _person(fields, plan.channels)
    questionnaire = _questionnaire(fields["questionnaire"], questionnaires)
    contract = _contract(fields["contract"], questionnaires[questionnaire])
    damaged = is_damaged(person.name) or is_damaged(person.address)
    opens = _opens_on(fields, questionnaire) if plan.is_rolling else None
    return ContactRow(line.number, person, questionnaire, contract, damaged, opens)


def is_damaged(text: str) -> bool:
    """Whether letters were probably lost or doubled when this text was saved.

    >>> [is_damaged(name) for name in ("Zo\ufffd", "?ahin Y?ld?r?m", "ZoÃ« Smit", "Zoë Smit")]
    [True, True, True, False]
    """
    if text.isascii():
        return "?" in text and DAMAGED.search(text) is not None
    try:
        return text.encode("cp1252").decode("utf-8") != text  # read in the wrong code before
    except UnicodeError:
        return DAMAGED.search(text) is not None


def _opens_on(fields: Mapping[str, str], questionnaire: str) -> datetime.date | None:
    """The Monday from which on this person may be invited; None where any day will do."""
    window = WINDOWS.get(questionnaire)
    if window is None:
        return None
    column, words = EVENTS[window.event]
    text = fields[column] or fields["date"]
    if not text:
        raise RowRefused("{column} ontbreekt: zonder die dag is niemand aan de beurt", column=words)
    try:
        return opens_on(window, typed_day(text))
    except DayRefused as error:
        raise RowRefused("{column} {reason}", column=words, reason=error) from None


def _person(fields: Mapping[str, str], channels: Collection[str]) -> Person:
    try:
        email = normal_email(fields["email"]) if fields["email"] else ""
        phone = normal_phone(fields["phone"]) if fields["phone"] else ""
    except EmailRefused as error:
        raise RowRefused("e-mailadres {error}", error=error) from None
    except PhoneRefused as error:
        raise RowRefused("telefoonnummer {error}", error=error) from None
    address = full_address(fields)
    return Person(
        name=full_name(fields),
        phone=phone,
        email=email,
        address=address,
        language=_one_of(fields["language"] or "nl", LANGUAGES, LANGUAGE_NAMES, "taal"),
        channel=_channel(
            fields["channel"], {"email": email, "letter": address, "phone": phone}, channels
        ),
    )


def _channel(text: str, reach: Mapping[str, str], channels: Collection[str]) -> str:
    """The channel asked for, or the first one of the plan that reaches this person."""
    if not any(reach.values()):
        raise RowRefused("geen telefoonnummer, e-mailadres of adres: niemand te bereiken")
    names = ", ".join(CHANNEL_NAMES[one][0] for one in channels)
    if not text:
        first = next((name for name in CHANNELS if reach[name] and name in channels), None)
        if first is None:
            raise RowRefused(
                "niet te bereiken per {channels}, en het plan noemt geen ander kanaal",
                channels=names,
            )
        return first
    channel = _one_of(text, CHANNELS, CHANNEL_NAMES, "kanaal")
    if channel not in channels:
        raise RowRefused(
            "kanaal {text!r} staat niet in het plan; wel: {channels}", text=text, channels=names
        )
    if not reach[channel]:
        raise RowRefused(
            "kanaal {text!r} is gevraagd, maar de gegevens daarvoor ontbreken", text=text
        )
    return channel


def _questionnaire(text: str, questionnaires: Collection[str]) -> str:
    code = bare(text).upper()
    if not code and len(questionnaires) == 1:
        return next(iter(questionnaires))
    if code not in questionnaires:
        raise RowRefused(
            "vragenlijst hoort niet bij deze meting: {questionnaires}",
            questionnaires=", ".join(questionnaires),
        )
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
    raise RowRefused("{what} is geen van: {codes}", what=what, codes=", ".join(codes))


def _clean(text: str, column: str) -> str:
    line = one_line(text)
    if CONTROL.search(line):
        raise RowRefused("kolom {column!r} bevat stuurtekens", column=column)
    if len(line) > MAXIMUM_TEXT:
        raise RowRefused(
            "kolom {column!r} is langer dan {maximum_text} tekens",
            column=column,
            maximum_text=MAXIMUM_TEXT,
        )
    return line


def _refuse_citizen_numbers(line: Line, columns: Mapping[str, str]) -> None:
    """A BSN may stand nowhere (UAVG 46). Telephone columns have their own, stricter check."""
    for column, text in line.fields.items():
        if not text or not holds_citizen_number(text):
            continue
        if columns.get(column) != "phone" or not _is_certain_phone(text):
            raise RowRefused(
                "kolom {column!r} bevat wat een BSN lijkt: haal het weg, of schrijf een "
                "telefoonnummer met de 0 ervoor",
                column=column,
            )


def _is_certain_phone(text: str) -> bool:
    """Whether this is a telephone number and no BSN: nine digits without the zero can be both.

    No BSN in use starts with 6, so a mobile number that lost its zero is certain.
    """
    try:
        normal_phone(text)
    except PhoneRefused:
        return False
    digits = text.strip()
    return not re.fullmatch(r"[1-57-9]\d{8}", digits) or not is_citizen_number(digits)
