"""The list of people of a wave as a fieldworker reads it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.errors import CannotDecrypt
from survey_app.fieldwork.contacts.email_addresses import EmailRefused, normal_email
from survey_app.fieldwork.contacts.people.forms import Search
from survey_app.fieldwork.contacts.people.names import index_key, name_parts, name_tags
from survey_app.fieldwork.contacts.people.queries import (
    ON_ITS_WAY,
    PersonRow,
    Wanted,
    contacts_with,
    message_states,
    people_found,
)
from survey_app.fieldwork.contacts.phone_numbers import PhoneRefused, normal_phone
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word
from survey_app.fieldwork.presentation import phone_words
from survey_app.installation import Installation
from survey_app.questionnaire.windows import is_open
from survey_app.texts.dutch import day_words
from survey_app.ways_in.contacts import Person, opened_person, way_hashes

SHOWN = 50
# Of a name that very many have, so many are opened; who searches is asked for more of the name.
MOST_OPENED = 2000
UNREADABLE = "Niet te lezen"
STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "new": "Nog niets verstuurd",
        "later": "Later aan de beurt",
        "late": "Te laat",
        "underway": "Wordt verstuurd",
        "sent": "Uitgenodigd",
        "failed": "Niet aangekomen",
        "refused": "Doet niet mee",
        "opted_out": "Afgemeld",
    }
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person for one questionnaire."""

    contact_id: str
    name: str
    reach: str
    channel: str
    language: str
    questionnaire: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list. `too_many`: more have such a name than were looked at."""

    lines: tuple[PersonLine, ...]
    total: int
    first: int
    pages: int
    too_many: bool = False


def people_page(
    session: Session, installation: Installation, place: tuple[str, str], search: Search
) -> PeoplePage:
    """The people whom somebody searches for; `place`: organisation and wave."""
    wanted = _wanted(installation, place[0], search)
    if wanted.tags:
        return _by_name(session, installation, place[1], wanted, search)
    if search.text and not wanted.ways:  # '!!!' is nobody's name, and not everybody
        return PeoplePage(_lines(session, []), 0, 1, 1)
    people = people_found(session, place[1], wanted, SHOWN, (search.page - 1) * SHOWN)
    found = [(row, opened(installation, row)) for row in people.rows]
    pages = max(1, -(-people.total // SHOWN))
    return PeoplePage(_lines(session, found), people.total, people.offset + 1, pages)


def state_of(row: PersonRow, states: Iterable[str]) -> str:
    """What is going on with one invitation; never whether somebody has answered."""
    found = set(states)
    if row.opted_out:
        return "opted_out"
    if row.refused:
        return "refused"
    if "sent" in found:
        return "sent"
    if not found.isdisjoint(ON_ITS_WAY):
        return "underway"
    return "failed" if "failed" in found else _turn(row.opens_on)


def _turn(opens: datetime.date | None) -> str:
    if opens is None or is_open(opens, today()):
        return "new"
    return "later" if opens > today() else "late"


def state_words(row: PersonRow, kind: str) -> str:
    """What is going on with one invitation, in words: 'Vanaf 14 december' for who waits."""
    return f"Vanaf {day_words(row.opens_on)}" if kind == "later" else STATE_WORDS[kind]


def _wanted(installation: Installation, organisation_id: str, search: Search) -> Wanted:
    lookup, text = installation.keys.lookup, search.text
    ways = _ways(lookup, organisation_id, text) if text else ()
    parts = () if ways else name_parts(text)
    return Wanted(
        questionnaire=search.questionnaire,
        language=search.language,
        channel=search.channel,
        state=search.state if search.state in STATE_WORDS else "",
        tags=name_tags(index_key(lookup), organisation_id, parts),
        ways=ways,
    )


def _ways(lookup: bytes, organisation_id: str, text: str) -> tuple[bytes, ...]:
    """The hash of a telephone number or e-mail address that somebody searches for."""
    try:
        is_email = "@" in text
        person = Person(email=normal_email(text)) if is_email else Person(phone=normal_phone(text))
    except (EmailRefused, PhoneRefused):
        return ()
    return tuple(way_hashes(lookup, organisation_id, person).values())


def _by_name(
    session: Session, installation: Installation, wave_id: str, wanted: Wanted, search: Search
) -> PeoplePage:
    """Everybody with these parts in the name: strangers with the same tags are dropped."""
    rows = people_found(session, wave_id, wanted, MOST_OPENED + 1).rows
    asked = set(name_parts(search.text))
    looked_at = [(row, opened(installation, row)) for row in rows[:MOST_OPENED]]
    found = [
        (row, person)
        for row, person in looked_at
        if person is not None and asked <= set(name_parts(person.name))
    ]
    found.sort(key=lambda one: (one[1].name.casefold() if one[1] else "", one[0].questionnaire))
    pages = max(1, -(-len(found) // SHOWN))
    offset = (min(search.page, pages) - 1) * SHOWN
    lines = _lines(session, found[offset : offset + SHOWN])
    return PeoplePage(lines, len(found), offset + 1, pages, len(rows) > MOST_OPENED)


def opened(installation: Installation, row: PersonRow) -> Person | None:
    """Who it is; None when this row cannot be read, which must not hide the others."""
    try:
        return opened_person(installation.keys.contact, row[2], row[1], row.ciphertext)
    except CannotDecrypt:
        return None


def _lines(
    session: Session, found: Sequence[tuple[PersonRow, Person | None]]
) -> tuple[PersonLine, ...]:
    states = message_states(session, [row[0] for row, _ in found])
    return tuple(_line(row, person, states.get(row[0], set())) for row, person in found)


def _line(row: PersonRow, person: Person | None, states: Iterable[str]) -> PersonLine:
    kind = state_of(row, states)
    who = person or Person(name=UNREADABLE)
    return PersonLine(
        contact_id=row[1],
        name=who.name or "Zonder naam",
        reach=reach_of(who),
        channel=CHANNEL_WORDS.get(who.channel, "") if person else "",
        language=language_word(row.language),
        questionnaire=row.questionnaire,
        state=state_words(row, kind),
        kind=kind,
    )


def people_alike(
    session: Session, installation: Installation, organisation_id: str, person: Person
) -> tuple[tuple[str, ...], ...]:
    """(Name, telephone, e-mail) of others with this telephone or e-mail address."""
    ways = way_hashes(installation.keys.lookup, organisation_id, person)
    found = []
    for contact_id, sealed in contacts_with(session, organisation_id, ways, SHOWN):
        try:
            other = opened_person(installation.keys.contact, organisation_id, contact_id, sealed)
        except CannotDecrypt:
            continue
        if other.name.casefold() != person.name.casefold():
            found.append((other.name, phone_words(other.phone) if other.phone else "", other.email))
    return tuple(found)


def reach_of(person: Person) -> str:
    """Where the channel of this person goes to."""
    if person.channel == "phone":
        return phone_words(person.phone) if person.phone else ""
    if person.channel == "email":
        return person.email
    return person.address.replace("\n", ", ")
