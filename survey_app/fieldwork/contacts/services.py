"""Bringing contacts into a wave: a file with a refused row brings nobody, and the same twice
doubles nothing.

A file goes in by parts that each commit at once, so that nobody waits for it. Whatever was worked
out before (hashes, ciphertexts) is worked out outside those transactions. Killed half-way, the same
file again brings the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.audit.services import record_alone
from survey_app.clock import today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.contacts.arriving import (
    Arriving,
    Given,
    Known,
    arrivals,
    arriving,
    given,
)
from survey_app.fieldwork.contacts.file import ContactFile, Remark, read_contact_file
from survey_app.fieldwork.contacts.keys import check_contact_keys
from survey_app.fieldwork.contacts.queries import (
    contacts_by_id,
    contacts_by_reference,
    invited_pairs,
    phones_of,
    plan_of,
    wave_questionnaires,
    ways_opted_out,
)
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.installation import Installation
from survey_app.models import Contact, ContactName, Invitation, Wave
from survey_app.operators.sentence import DutchSentence
from survey_app.organisations.waves import find_organisation, find_wave, wave_state
from survey_app.ways_in.contacts import WAYS

TWICE = "dezelfde persoon als rij {first}: telt één keer"
SHARED = "{number} personen delen dit telefoonnummer: klopt dat?"
PART = 125  # people in one transaction: it is kept within 50 ms
NOT_BY_INVITATION = ("background", "recontact")
TRIES = 3


@dataclass(frozen=True, slots=True)
class ImportedContacts:
    """What an import did. With one refused row nothing was stored."""

    rows: int
    new_contacts: int
    new_invitations: int
    refused: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class IntoWave:
    """The wave that people are brought into."""

    organisation_id: str
    wave_id: str


def import_contacts(
    installation: Installation, path: Path, wave_name: str, organisation: str | None = None
) -> ImportedContacts:
    """Store the people of a contact file and invite each to their questionnaire (not yet sent).

    Raises BadInput for an unusable file, UnknownName, WaveClosed, and KeyMissing for keys of
    another installation. People who opted out stay uninvited, and nobody is told who they are:
    also when their row is spelled otherwise, as long as the telephone or e-mail address is theirs.
    """
    place, questionnaires = open_place(installation, wave_name, organisation)
    with reading(installation.engine) as session:
        plan = plan_of(session, place.wave_id)
    file = read_contact_file(path, questionnaires, plan)
    if file.refused:
        total = len(file.rows) + len(file.refused)
        return ImportedContacts(total, 0, 0, file.refused, ())
    people, remarks = _looked_at(installation, place.organisation_id, file.rows)
    remarks += file.remarks
    contacts = invitations = 0
    brought: set[str] = set()
    for start in range(0, len(people), PART):
        done = store_part(installation, place, people[start : start + PART])
        if done is not None:
            contacts += len(done.contacts)
            invitations += len(done.invitations)
            brought.update(one["contact_id"] for one in done.invitations)
    if brought:  # a list that was read before brings in nobody
        number = len(brought)
        record_alone(
            installation, place.organisation_id, "contacts.imported", wave_name, people=number
        )
    return ImportedContacts(len(file.rows), contacts, invitations, (), tuple(sorted(remarks)))


def preview_contacts(
    installation: Installation, path: Path, wave_name: str, organisation: str | None = None
) -> ContactFile:
    """What `import_contacts` would read in this file; stores nothing. Raises the same."""
    place, questionnaires = open_place(installation, wave_name, organisation)
    with reading(installation.engine) as session:
        plan = plan_of(session, place.wave_id)
    return read_contact_file(path, questionnaires, plan)


def open_place(
    installation: Installation, wave_name: str, organisation: str | None = None
) -> tuple[IntoWave, dict[str, str]]:
    """The wave of that name with the questionnaires that people are invited to, and their party.

    Raises UnknownName, BadInput, WaveClosed, and KeyMissing.
    """
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        if organisation and find_organisation(session, organisation).id != wave.organisation_id:
            raise BadInput(
                "wave {wave_name!r} is not of {organisation!r}",
                wave_name=wave_name,
                organisation=organisation,
            )
        if is_over(wave):
            raise WaveClosed(
                "wave {wave_name!r} is closed; nobody can be invited any more", wave_name=wave_name
            )
        check_contact_keys(session, installation, wave.organisation_id)
        return IntoWave(wave.organisation_id, wave.id), invitable(session, installation, wave.id)


def is_over(wave: Wave) -> bool:
    """Whether nobody can be invited to this wave any more."""
    return wave_state(wave, today()) == "closed"


def invitable(session: Session, installation: Installation, wave_id: str) -> dict[str, str]:
    """The questionnaires that people are invited to, each with its party."""
    found = [
        installation.catalogue.questionnaire(*one) for one in wave_questionnaires(session, wave_id)
    ]
    return {one.code: one.party for one in found if one.store not in NOT_BY_INVITATION}


def store_part(
    installation: Installation,
    place: IntoWave,
    rows: Sequence[Given],
    taken: Callable[[Session, Arriving], bool] = lambda _session, _arriving: True,
) -> Arriving | None:
    """Bring these people in, in one short transaction; returns what was written.

    `taken` is asked in that transaction whether the rows are still ours to bring in; when they are
    not, nothing is written and None returned. Somebody who brings in the same
    person at the same moment makes us look again.
    """
    for tried in range(1, TRIES + 1):
        found = _worked_out(installation, place, rows)
        with session_of(installation.engine) as session:
            try:
                if not taken(session, found):
                    return None
                write(session, found)
                session.commit()
            except IntegrityError:
                if tried == TRIES:
                    raise
            else:
                return found
    return None


def _worked_out(installation: Installation, place: IntoWave, rows: Sequence[Given]) -> Arriving:
    """What must be written for these rows; reads, writes nothing."""
    keys, owner = installation.keys, place.organisation_id
    ids = {one.contact_id for one in rows if one.contact_id}
    references = {reference for one in rows for reference in one.references}
    ways = {way: {one.ways[way] for one in rows if way in one.ways} for way in WAYS}
    with reading(installation.engine) as session:
        known = Known(
            contacts_by_reference(session, owner, references),
            contacts_by_id(session, owner, ids),
            ways_opted_out(session, owner, ways),
        )
    found = arrivals(rows, known)
    there = {one.contact_id for one in found if not one.is_new}
    with reading(installation.engine) as session:
        invited = invited_pairs(session, place.wave_id, there)
    return arriving(keys, owner, place.wave_id, found, invited)


def write(session: Session, found: Arriving) -> None:
    """Put it all into the transaction in hand."""
    renewed = [one["id"] for one in found.renewed]
    if renewed:
        session.execute(delete(ContactName).where(ContactName.contact_id.in_(renewed)))
    steps: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (insert(Contact), found.contacts),
        (update(Contact), found.renewed),  # by primary key, like the other updates
        (update(Contact), found.stay_away),
        (insert(ContactName), found.names),
        (insert(Invitation), found.invitations),
        (update(Invitation), found.changed),
    )
    for statement, rows in steps:
        if rows:
            session.execute(statement, rows)


def _looked_at(
    installation: Installation, organisation_id: str, rows: Iterable[ContactRow]
) -> tuple[list[Given], list[Remark]]:
    """Every person once for each questionnaire, and what a person must know of the others.

    A telephone that two people have is no mistake, but somebody should look at it.
    """
    with reading(installation.engine) as session:
        stored = contacts_by_reference(session, organisation_id)
        phones = phones_of(session, organisation_id)
    sharing: dict[bytes, set[str]] = defaultdict(set)
    for shared, contact_id in phones:
        sharing[shared].add(contact_id)
    key = installation.keys.lookup
    found = (given(key, organisation_id, row) for row in rows)
    seen: dict[tuple[str, str], int] = {}
    people: set[str] = set()
    kept, remarks = [], []
    for one in arrivals(found, Known(stored)):
        row = one.row
        first = seen.setdefault((one.contact_id, row.questionnaire), row.number)
        if first != row.number:
            remarks.append(Remark(row.number, DutchSentence(TWICE, first=first)))
            continue
        repeats = one.contact_id in people
        people.add(one.contact_id)
        kept.append(one.given._replace(contact_id=one.contact_id, repeats=repeats))
        if phone := one.given.ways.get("phone"):
            sharing[phone].add(one.contact_id)
    remarks += [
        Remark(one.row.number, DutchSentence(SHARED, number=number))
        for one in kept
        if (number := len(sharing.get(one.ways.get("phone", b""), ()))) > 1
    ]
    return kept, remarks
