"""What a fieldworker reads on the screen, made from what the database knows."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

from survey_app.clock import AMSTERDAM, now
from survey_app.fieldwork.calls.order import ToCall, in_order
from survey_app.fieldwork.calls.services import person_of
from survey_app.fieldwork.paper.queries import KeyedTwice
from survey_app.installation import Installation
from survey_app.texts.dutch import day_words
from survey_app.texts.translations import LANGUAGES
from survey_app.ways_in.contacts import Person

MOST_SHOWN = 50
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One person on the call list."""

    invitation_id: str
    name: str
    questionnaire: str
    calls: str
    appointment: str
    is_due: bool


def this_moment() -> str:
    """Now, written like an appointment."""
    return f"{now().astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"


def lines(installation: Installation, people: Iterable[ToCall]) -> list[CallLine]:
    """The first people of the call list; only of these anything is opened."""
    moment = this_moment()
    return [
        CallLine(
            invitation_id=one.invitation_id,
            name=name_of(person_of(installation, one)),
            questionnaire=one.questionnaire,
            calls=calls_words(one.calls),
            appointment=moment_words(one.appointment) if one.appointment else "",
            is_due=bool(one.appointment) and one.appointment <= moment,
        )
        for one in in_order(people, moment)[:MOST_SHOWN]
    ]


def name_of(person: Person) -> str:
    """The name, or a word for somebody whose name we do not have."""
    return person.name or "Zonder naam"


def calls_words(calls: int) -> str:
    """How often somebody was called."""
    return "nog niet gebeld" if not calls else f"{calls} keer gebeld"


def moment_words(appointment: str) -> str:
    """'2026-11-23 14:30' as 'maandag 23 november om 14:30'."""
    moment = datetime.datetime.fromisoformat(appointment)
    return f"{DAYS[moment.weekday()]} {day_words(moment.date())} om {moment:%H:%M}"


def phone_words(phone: str) -> str:
    """The number as a person dials it: '06 12345678'; abroad with its country."""
    number = phonenumbers.parse(phone, "NL")
    national = number.country_code == 31
    kind = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, kind.NATIONAL if national else kind.INTERNATIONAL)


def language_words(language: str) -> str:
    """The name of somebody's language; empty for Dutch."""
    return "" if language == "nl" else LANGUAGES.get(language, (language, ""))[0]


def keyed_twice_words(checked: KeyedTwice | None) -> str:
    """How often two keyings of one sheet differed, or why that is not known yet."""
    if checked is None or not checked.items:
        return "Er is nog geen formulier twee keer ingevoerd. Er is dus nog geen foutpercentage."
    percent = f"{100 * checked.differing / checked.items:.1f}".replace(".", ",")
    sheets = "1 formulier is" if checked.sheets == 1 else f"{checked.sheets} formulieren zijn"
    return (
        f"{sheets} twee keer ingevoerd. Van de {checked.items} antwoorden "
        f"verschilden er {checked.differing} ({percent}%)."
    )
