"""What is known already when contacts are brought in."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey_app.fieldwork.contacts.arriving import Invited, Stored
from survey_app.fieldwork.contacts.rows import Plan
from survey_app.models import Contact, Invitation, Wave, WaveQuestionnaire
from survey_app.ways_in.contacts import CHANNELS

WAYS = {"phone": Contact.phone_hash, "email": Contact.email_hash, "address": Contact.address_hash}


def contacts_by_reference(
    session: Session, organisation_id: str, among: Collection[bytes] | None = None
) -> dict[bytes, Stored]:
    """Reference hash → contact of an organisation; `among`: of these references only."""
    statement = select(Contact.reference_hash, Contact.id, Contact.opted_out).where(
        Contact.organisation_id == organisation_id, _within(Contact.reference_hash, among)
    )
    return {reference: Stored(row_id, out) for reference, row_id, out in session.execute(statement)}


def contacts_by_id(
    session: Session, organisation_id: str, ids: Collection[str]
) -> dict[str, Stored]:
    """Those of these contacts that are of this organisation."""
    if not ids:
        return {}
    statement = select(Contact.id, Contact.opted_out).where(
        Contact.organisation_id == organisation_id, Contact.id.in_(sorted(ids))
    )
    return {row_id: Stored(row_id, out) for row_id, out in session.execute(statement)}


def phones_of(session: Session, organisation_id: str) -> list[tuple[bytes, str]]:
    """(Phone hash, contact id) of the contacts with a telephone."""
    statement = select(Contact.phone_hash, Contact.id).where(
        Contact.organisation_id == organisation_id, Contact.phone_hash.is_not(None)
    )
    return [(phone, row_id) for phone, row_id in session.execute(statement) if phone]


def ways_opted_out(
    session: Session, organisation_id: str, among: Mapping[str, Collection[bytes]]
) -> set[bytes]:
    """Those of these telephones and addresses whose owner wants no more messages."""
    found: set[bytes] = set()
    for way, hashes in among.items():
        statement = select(WAYS[way]).where(
            Contact.organisation_id == organisation_id, Contact.opted_out.is_(True)
        )
        if hashes:
            statement = statement.where(WAYS[way].in_(sorted(hashes)))
            found.update(one for one in session.scalars(statement) if one)
    return found


def invited_pairs(
    session: Session, wave_id: str, among: Collection[str] | None = None
) -> dict[tuple[str, str], Invited]:
    """(Contact id, questionnaire) → the invitation of the wave; `among`: of these contacts only."""
    if among is not None and not among:
        return {}
    statement = select(
        Invitation.contact_id,
        Invitation.questionnaire,
        Invitation.id,
        Invitation.language,
        Invitation.contract,
        Invitation.opens_on,
    ).where(
        Invitation.wave_id == wave_id,
        Invitation.contact_id.is_not(None),
        _within(Invitation.contact_id, among),
    )
    return {
        (contact, code): Invited(invitation_id, language, contract, opens)
        for contact, code, invitation_id, language, contract, opens in session.execute(statement)
        if contact
    }


def plan_of(session: Session, wave_id: str) -> Plan:
    """What the plan of a wave says of its people."""
    wave = session.get_one(Wave, wave_id)
    return Plan(wave.is_rolling, wave.channels or CHANNELS)


def wave_questionnaires(session: Session, wave_id: str) -> list[tuple[str, int]]:
    """(Code, version) of the questionnaires frozen into a wave, in the order of their codes."""
    statement = (
        select(WaveQuestionnaire.questionnaire, WaveQuestionnaire.version)
        .where(WaveQuestionnaire.wave_id == wave_id)
        .order_by(WaveQuestionnaire.questionnaire)
    )
    return [(code, version) for code, version in session.execute(statement)]


def _within(
    column: InstrumentedAttribute[bytes]
    | InstrumentedAttribute[bytes | None]
    | InstrumentedAttribute[str | None],
    among: Collection[bytes] | Collection[str] | None,
) -> ColumnElement[bool]:
    return true() if among is None else column.in_(sorted(among))
