"""An installation in which every field that somebody else reads holds every payload."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import select, update

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_interim
from survey_app.installation import Installation
from survey_app.intake.counting import count
from survey_app.intake.storing import add_counts
from survey_app.models import Contact, Figure, Invitation, Organisation, Wave
from survey_app.organisations.settings import OrganisationSettings
from survey_app.stores.inbox import Submission
from survey_app.ways_in.contacts import Person, sealed_person
from tests.journeys.conftest import TODAY, Invite
from tests.journeys.payloads import ALL
from tests.services.settings import fill_in_settings
from tests.services.ways import letter_ways

PASSWORD = "een lange zin als wachtwoord"
SLUG = "gemeente-voorbeeldstad"
# Of a file, a telephone or a bill: checked when they are set.
NOT_WORDS = ("slug", "logo", "sms_sender", "sms_part_price")


@pytest.fixture
def poisoned(installation: Installation, invite: Invite, home: Path) -> str:
    """An installation in which every field holds every payload; the id of its wave."""
    token = invite()
    words = [one.name for one in fields(OrganisationSettings) if isinstance(one.default, str)]
    lines = [f"{name} = {json.dumps(ALL)}" for name in words if name not in NOT_WORDS]
    lines.append(f"providers = [{json.dumps(ALL)}]")
    fill_in_settings(installation, SLUG, "\n".join(lines))
    with session_of(installation.engine) as session:
        wave = session.scalars(select(Wave)).one()
        for number in range(12):
            sheets = [Submission("K3-TIJDENS", 1, {"C302": number % 5 + 1}, TODAY)]
            add_counts(session, wave.id, count(installation.catalogue, sheets))
        told = {"label": ALL, "unit": ALL, "source": ALL, "explanation": ALL, "responsible": ALL}
        for code in ("F03", "F07", "F14"):
            session.add(Figure(wave_id=wave.id, code=code, numerator=3, period=ALL, **told))
        invited = _add_contact(session, installation, wave)
        session.execute(update(Organisation).values(name=ALL))
        session.execute(update(Wave).values(name=ALL, providers=(ALL,), provider_example=ALL))
        session.commit()
        create_account(session, "eva", "evaluator", PASSWORD)
        create_account(session, "fred", "fieldworker", PASSWORD)
    letter_ways(installation, invited)
    publish_interim(installation, wave.id)
    assert token
    return wave.id


def _add_contact(session: object, installation: Installation, wave: Wave) -> str:
    person = Contact(
        organisation_id=wave.organisation_id,
        ciphertext=b"",
        reference_hash=b"1",
        phone_hash=b"1",  # without one nobody is on the call list
        channel="letter",
    )
    session.add(person)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    known = Person(name=ALL, phone="+31612345678", email="", address=ALL, channel="letter")
    person.ciphertext = sealed_person(
        installation.keys.contact, wave.organisation_id, person.id, known
    )
    invited = Invitation(wave_id=wave.id, questionnaire="K3-TIJDENS", contact_id=person.id)
    session.add(invited)  # type: ignore[attr-defined]
    session.flush()  # type: ignore[attr-defined]
    return invited.id
