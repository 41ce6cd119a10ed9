"""Bringing contacts into a wave: all rows or none, and the same file twice doubles nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.contacts.file import ContactFile, Remark, read_contact_file
from survey_app.fieldwork.contacts.keys import check_contact_keys
from survey_app.fieldwork.contacts.queries import (
    contacts_by_reference,
    invited_pairs,
    phones_of,
    wave_questionnaires,
    ways_opted_out,
)
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation, Wave
from survey_app.models.columns import new_id
from survey_app.organisations.waves import find_organisation, find_wave, wave_state
from survey_app.ways_in.contacts import (
    WAYS,
    reference_hashes,
    sealed_person,
    way_hashes,
)

PART = 1000
NOT_BY_INVITATION = ("background", "recontact")


@dataclass(frozen=True, slots=True)
class ImportedContacts:
    """What an import did. With one refused row nothing was stored."""

    rows: int
    new_contacts: int
    new_invitations: int
    refused: tuple[Remark, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """One person of the file with the contact row that is or becomes theirs."""

    contact_id: str
    row: ContactRow
    is_new: bool
    opted_out: bool


def import_contacts(
    installation: Installation, path: Path, wave_name: str, organisation: str | None = None
) -> ImportedContacts:
    """Store the people of a contact file and invite each to their questionnaire (not yet sent).

    Raises BadInput for an unusable file, UnknownName, WaveClosed, and KeyMissing for keys of
    another installation. People who opted out stay uninvited, and nobody is told who they are:
    also when their row is spelled otherwise, as long as the telephone or e-mail address is theirs.
    """
    with session_of(installation.engine) as session:
        wave = _open_wave(session, wave_name, organisation)
        check_contact_keys(session, installation, wave.organisation_id)
        file = read_contact_file(path, _invitable(session, installation, wave.id))
        if file.refused:
            total = len(file.rows) + len(file.refused)
            return ImportedContacts(total, 0, 0, file.refused, ())
        known, remarks = _recognised(session, installation, wave.organisation_id, file.rows)
        remarks += file.remarks
        remarks += _shared_phones(session, installation, wave.organisation_id, known)
        contacts = _store_contacts(session, installation, wave.organisation_id, known)
        invitations = _invite(session, wave.id, known)
        session.commit()
    return ImportedContacts(len(file.rows), contacts, invitations, (), tuple(sorted(remarks)))


def preview_contacts(
    installation: Installation, path: Path, wave_name: str, organisation: str | None = None
) -> ContactFile:
    """What `import_contacts` would read in this file; stores nothing. Raises the same."""
    with reading(installation.engine) as session:
        wave = _open_wave(session, wave_name, organisation)
        invitable = _invitable(session, installation, wave.id)
    return read_contact_file(path, invitable)


def _open_wave(session: Session, name: str, organisation: str | None) -> Wave:
    wave = find_wave(session, name)
    if organisation and find_organisation(session, organisation).id != wave.organisation_id:
        raise BadInput(f"wave {name!r} is not of {organisation!r}")
    if wave_state(wave.starts_on, wave.ends_on, None, wave.closed_at, today()) == "closed":
        raise WaveClosed(f"wave {name!r} is closed; nobody can be invited any more")
    return wave


def _invitable(session: Session, installation: Installation, wave_id: str) -> dict[str, str]:
    """The questionnaires that people are invited to, each with its party."""
    found = [
        installation.catalogue.questionnaire(*one) for one in wave_questionnaires(session, wave_id)
    ]
    return {one.code: one.party for one in found if one.store not in NOT_BY_INVITATION}


def _recognised(
    session: Session,
    installation: Installation,
    organisation_id: str,
    rows: Iterable[ContactRow],
) -> tuple[list[_Known], list[Remark]]:
    """Each row with its contact; a person who stands twice for one questionnaire counts once."""
    contacts = contacts_by_reference(session, organisation_id)
    stay_away = ways_opted_out(session, organisation_id)
    key = installation.keys.lookup
    seen: dict[tuple[str, str], int] = {}
    known: list[_Known] = []
    remarks: list[Remark] = []
    for row in rows:
        references = reference_hashes(key, organisation_id, row.person)
        reference = next((one for one in references if one in contacts), references[0])
        is_new = reference not in contacts
        contact_id, opted_out = contacts.setdefault(reference, (new_id(), False))
        for other in references:
            contacts.setdefault(other, (contact_id, opted_out))
        opted_out |= not stay_away.isdisjoint(way_hashes(key, organisation_id, row.person).values())
        first = seen.setdefault((contact_id, row.questionnaire), row.number)
        if first != row.number:
            remarks.append(Remark(row.number, f"dezelfde persoon als rij {first}: telt één keer"))
            continue
        known.append(_Known(contact_id, row, is_new, opted_out))
    return known, remarks


def _shared_phones(
    session: Session, installation: Installation, organisation_id: str, known: list[_Known]
) -> list[Remark]:
    """A telephone that two people have is no mistake, but a person should look at it."""
    people: dict[bytes, set[str]] = defaultdict(set)
    for phone, contact_id in phones_of(session, organisation_id):
        people[phone].add(contact_id)
    hashes = {}
    for one in known:
        ways = way_hashes(installation.keys.lookup, organisation_id, one.row.person)
        if hashed := ways.get("phone"):
            hashes[one.row.number] = hashed
            people[hashed].add(one.contact_id)
    return [
        Remark(number, f"{len(people[hashed])} personen delen dit telefoonnummer: klopt dat?")
        for number, hashed in hashes.items()
        if len(people[hashed]) > 1
    ]


def _store_contacts(
    session: Session, installation: Installation, organisation_id: str, known: list[_Known]
) -> int:
    """Insert the new people, renew the details of the others; returns how many are new."""
    new: dict[str, dict[str, Any]] = {}
    renewed: dict[str, dict[str, Any]] = {}
    for one in known:
        sealed = sealed_person(
            installation.keys.contact, organisation_id, one.contact_id, one.row.person
        )
        ways = way_hashes(installation.keys.lookup, organisation_id, one.row.person)
        references = reference_hashes(installation.keys.lookup, organisation_id, one.row.person)
        values: dict[str, Any] = {
            "id": one.contact_id,
            "ciphertext": sealed,
            "reference_hash": references[0],
            "channel": one.row.person.channel,
        }
        values |= {f"{way}_hash": ways.get(way) for way in WAYS}
        if one.is_new:
            owner = {"organisation_id": organisation_id, "opted_out": one.opted_out}
            new[one.contact_id] = values | owner
        elif one.contact_id not in new:
            renewed[one.contact_id] = values
    _in_parts(session, insert(Contact), list(new.values()))
    _in_parts(session, update(Contact), list(renewed.values()))  # by primary key
    stay_away = [one.contact_id for one in known if one.opted_out and one.contact_id in renewed]
    _in_parts(session, update(Contact), [{"id": one, "opted_out": True} for one in stay_away])
    return len(new)


def _invite(session: Session, wave_id: str, known: list[_Known]) -> int:
    """Invite who was not invited yet, renew what changed for the others; returns how many new."""
    invited = invited_pairs(session, wave_id)
    new, renewed = [], []
    for one in known:
        values = {"language": one.row.person.language, "contract": one.row.contract}
        before = invited.get((one.contact_id, one.row.questionnaire))
        if before is not None:
            if (before.language, before.contract) != tuple(values.values()):
                renewed.append({"id": before.id, **values})
        elif not one.opted_out:
            pair = {"contact_id": one.contact_id, "questionnaire": one.row.questionnaire}
            new.append({"id": new_id(), "wave_id": wave_id, **pair, **values})
    _in_parts(session, insert(Invitation), new)
    _in_parts(session, update(Invitation), renewed)  # by primary key
    return len(new)


def _in_parts(session: Session, statement: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), PART):
        session.execute(statement, rows[start : start + PART])
