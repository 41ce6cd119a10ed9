"""What is known already when contacts are brought in."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Contact, Invitation, WaveQuestionnaire


def contacts_by_reference(session: Session, organisation_id: str) -> dict[bytes, tuple[str, bool]]:
    """Reference hash → (contact id, opted out) of an organisation's contacts."""
    statement = select(Contact.reference_hash, Contact.id, Contact.opted_out).where(
        Contact.organisation_id == organisation_id
    )
    return {reference: (row_id, out) for reference, row_id, out in session.execute(statement)}


def phones_of(session: Session, organisation_id: str) -> list[tuple[bytes, str]]:
    """(Phone hash, contact id) of the contacts with a telephone."""
    statement = select(Contact.phone_hash, Contact.id).where(
        Contact.organisation_id == organisation_id, Contact.phone_hash.is_not(None)
    )
    return [(phone, row_id) for phone, row_id in session.execute(statement) if phone]


def ways_opted_out(session: Session, organisation_id: str) -> set[bytes]:
    """The hash of every telephone and address whose owner wants no more messages."""
    statement = select(Contact.phone_hash, Contact.email_hash, Contact.address_hash).where(
        Contact.organisation_id == organisation_id, Contact.opted_out.is_(True)
    )
    return {way for row in session.execute(statement) for way in row if way}


class Invited(NamedTuple):
    """What an invitation says that a contact file may change."""

    id: str
    language: str
    contract: bool


def invited_pairs(session: Session, wave_id: str) -> dict[tuple[str, str], Invited]:
    """(Contact id, questionnaire) → the invitation of the wave."""
    statement = select(
        Invitation.contact_id,
        Invitation.questionnaire,
        Invitation.id,
        Invitation.language,
        Invitation.contract,
    ).where(Invitation.wave_id == wave_id, Invitation.contact_id.is_not(None))
    return {
        (contact, code): Invited(invitation_id, language, contract)
        for contact, code, invitation_id, language, contract in session.execute(statement)
        if contact
    }


def wave_questionnaires(session: Session, wave_id: str) -> list[tuple[str, int]]:
    """(Code, version) of the questionnaires frozen into a wave, in the order of their codes."""
    statement = (
        select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version)
        .where(WaveQuestionnaire.wave_id == wave_id)
        .order_by(WaveQuestionnaire.questionnaire)
    )
    return [(code, version) for code, version in session.execute(statement)]
