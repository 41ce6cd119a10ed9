"""Two municipalities in one installation, and somebody who works for one of them."""

import datetime
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.accounts.services import create_account
from survey_app.clock import now, today
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_all, publish_interim
from survey_app.fieldwork.contacts.services import IntoWave
from survey_app.fieldwork.contacts.uploading.going_on import go_on
from survey_app.fieldwork.contacts.uploading.services_receiving import receive
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.models import (
    Contact,
    Dispatch,
    Invitation,
    NeedsGroup,
    NeedsResponse,
    Recontact,
    Wave,
)
from survey_app.models.columns import new_id
from survey_app.stores.separate import Offer, needs_row, recontact_row
from survey_app.stores.wave_files import letters_folder, write_private
from tests.services.product import submit_form

PASSWORD = "een lange zin als wachtwoord"
OURS, THEIRS = "Hier", "Elders"
WAVE = "Najaar"  # both call it that
LETTERS = "brieven-00001-00001.pdf"


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with a wave, and somebody in it whom it may call."""

    organisation_id: str
    wave_id: str
    contact_id: str
    invitation_id: str
    dispatch_id: str
    upload_id: str
    volunteer_id: str
    needs_id: str
    group_id: str

    @property
    def known(self) -> dict[str, str]:
        """What stands in the addresses of its pages."""
        return {
            "wave_id": self.wave_id,
            "invitation_id": self.invitation_id,
            "dispatch_id": self.dispatch_id,
            "contact_id": self.contact_id,
            "upload_id": self.upload_id,
            "volunteer_id": self.volunteer_id,
            "needs_id": self.needs_id,
            "group_id": self.group_id,
            "file_name": LETTERS,
        }


def placed(installation: Installation, name: str) -> Place:
    new_organisation(installation, name)
    week = datetime.timedelta(days=7)
    wave_id = new_wave(installation, WavePlan(WAVE, name, today() - week, today() + week))
    with session_of(installation.engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
        person = Contact(
            id=new_id(), organisation_id=owner, ciphertext=b"", reference_hash=name.encode()
        )
        session.add(person)
        session.flush()
        invited = Invitation(
            id=new_id(), wave_id=wave_id, contact_id=person.id, questionnaire="K3-TIJDENS"
        )
        sent = Dispatch(
            id=new_id(),
            wave_id=wave_id,
            questionnaire="K3-TIJDENS",
            way="email",
            channel="smtp",
            kind="invitation",
            people=1,
            asked_by="",
            asked_at=now(),
        )
        session.add_all([invited, sent])
        session.commit()
    folder = letters_folder(installation.config.home, wave_id, sent.id)
    write_private(folder / LETTERS, b"%PDF")
    file = receive(installation, IntoWave(owner, wave_id), b"naam;e-mail\nAnna;anna@example.org\n")
    go_on(installation, file)
    apart = stores_apart(installation, owner, wave_id)
    return Place(owner, wave_id, person.id, invited.id, sent.id, file, *apart)


def stores_apart(installation: Installation, owner: str, wave_id: str) -> tuple[str, str, str]:
    """Somebody who is to be called for a talk, a needs form, and a group it is in."""
    answers = {"S1": 7, "S7": "Fatma 06-12345678"}
    with session_of(installation.engine) as session:
        volunteer = Recontact(**recontact_row(installation, wave_id, Offer(answers), "web"))
        volunteer.place, volunteer.state = 1, "to_call"
        group = NeedsGroup(id=new_id(), wave_id=wave_id, organisation_id=owner, labels=("Vervoer",))
        session.add_all([volunteer, group])
        session.flush()
        form = NeedsResponse(**needs_row(wave_id, {"H1": 1, "H2": [4], "H4": 1}, "web"))  # type: ignore[dict-item]
        form.needs_group_id = group.id
        session.add(form)
        session.commit()
    return volunteer.id, form.id, group.id


@pytest.fixture
def ours(installation: Installation) -> Place:
    return placed(installation, OURS)


@pytest.fixture
def theirs(installation: Installation, ours: Place) -> Place:
    return placed(installation, THEIRS)


def logged_in(app: Flask, installation: Installation, role: str, place: Place) -> FlaskClient:
    with session_of(installation.engine) as session:
        create_account(session, role, role, PASSWORD, [place.organisation_id])
    client = app.test_client()
    page = client.get("/inloggen")
    answer = submit_form(client, page, "Inloggen", {"name": role, "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def staff(
    app: Flask,
    installation: Installation,
    ours: Place,
    theirs: Place,
) -> dict[str, FlaskClient]:
    """An evaluator and a fieldworker of our municipality; all that can be shown is there."""
    for place in (ours, theirs):
        publish_interim(installation, place.wave_id)
    publish_all(installation)
    roles = ("evaluator", "fieldworker", "interviewer", "needs_worker")
    return {role: logged_in(app, installation, role, ours) for role in roles}
