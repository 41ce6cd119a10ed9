"""Very many people to call, stored without reading a file."""

import secrets

from sqlalchemy import insert

from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.models import Contact, Invitation, Wave
from survey_app.models.columns import new_id
from survey_app.ways_in.contacts import Person, sealed_person

QUESTIONNAIRES = ("K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "W3-TIJDENS")
LANGUAGES = ("nl", "nl", "nl", "ar", "uk", "en")
PART = 5000


def crowd(installation: Installation, wave_id: str, number: int, sealed: int = 2000) -> list[str]:
    """`number` people with a telephone; the first `sealed` can be opened. Invitation ids."""
    with session_of(installation.engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
        session.commit()
    ids: list[str] = []
    for start in range(0, number, PART):
        contacts, invitations = [], []
        for place in range(start, min(start + PART, number)):
            contact_id, person = new_id(), Person(name=f"Persoon {place}", phone="+31612345678")
            key = installation.keys.contact
            invitation_id = f"{place:08x}{new_id()[8:]}"  # the ones that can be opened come first
            contacts.append(
                {
                    "id": contact_id,
                    "organisation_id": owner,
                    "ciphertext": sealed_person(key, owner, contact_id, person)
                    if place < sealed
                    else secrets.token_bytes(200),
                    "reference_hash": secrets.token_bytes(32),
                    "phone_hash": secrets.token_bytes(32),
                    "opted_out": False,
                }
            )
            invitations.append(
                {
                    "id": invitation_id,
                    "organisation_id": owner,
                    "wave_id": wave_id,
                    "contact_id": contact_id,
                    "questionnaire": QUESTIONNAIRES[place % len(QUESTIONNAIRES)],
                    "language": LANGUAGES[place % len(LANGUAGES)],
                }
            )
            ids.append(invitation_id)
        with session_of(installation.engine) as session:
            session.execute(insert(Contact), contacts)
            session.execute(insert(Invitation), invitations)
            session.commit()
    return ids
