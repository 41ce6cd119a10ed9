"""A wave with answers in the counts, put there by the intake's own code."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_closed, publish_interim
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.counting import count
from survey_app.intake.storing import add_counts
from survey_app.models import Figure, Snapshot, Wave
from survey_app.organisations.waves import mark_changed
from survey_app.stores.inbox import Submission

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
Answers = Mapping[str, int | None]
PASSWORD = "een lange zin als wachtwoord"
Submit = Callable[..., TestResponse]


@dataclass(frozen=True)
class Measured:
    """An installation and one wave; `answer` adds answer sheets as the worker does."""

    installation: Installation
    wave_id: str

    def answer(self, questionnaire: str, sheets: Sequence[Answers], times: int = 1) -> None:
        submissions = [
            Submission(questionnaire, 1, answers, FIRST) for answers in sheets for _ in range(times)
        ]
        with session_of(self.installation.engine) as session:
            add_counts(session, self.wave_id, count(self.installation.catalogue, submissions))
            mark_changed(session, self.wave_id)
            session.commit()

    def figure(self, code: str, numerator: float, **fields: object) -> None:
        with session_of(self.installation.engine) as session:
            session.add(
                Figure(
                    wave_id=self.wave_id,
                    code=code,
                    numerator=numerator,
                    **{"label": "", "unit": "mensen", **fields},
                )
            )
            mark_changed(session, self.wave_id)
            session.commit()

    def publish(self) -> Snapshot | None:
        """The next edition: an interim one on purpose while the wave is open."""
        with session_of(self.installation.engine) as session:
            is_open = session.get_one(Wave, self.wave_id).closed_at is None
        make = publish_interim if is_open else publish_closed
        return make(self.installation, self.wave_id)

    def close(self) -> None:
        """The wave takes no more answers."""
        self.change(closed_at=now())

    def change(self, **fields: object) -> None:
        with session_of(self.installation.engine) as session:
            wave = session.get_one(Wave, self.wave_id)
            for name, value in fields.items():
                setattr(wave, name, value)
            mark_changed(session, self.wave_id)
            session.commit()


@pytest.fixture
def measured(installation: Installation) -> Measured:
    """An empty wave of Voorbeeldstad; 140 people were invited for K3-TIJDENS."""
    new_organisation(installation, "Voorbeeldstad")
    people = (People("K3-TIJDENS", 140, True, {}), People("W3-TIJDENS", 60, False, {}))
    wave_id = new_wave(installation, WavePlan("Najaar 2026", "Voorbeeldstad", FIRST, LAST, people))
    return Measured(installation, wave_id)


@pytest.fixture
def evaluator(measured: Measured, app: Flask, client: FlaskClient, submit: Submit) -> FlaskClient:
    """A visitor who logged in as evaluator."""
    with session_of(measured.installation.engine) as session:
        create_account(session, "Eva", "evaluator", PASSWORD)
    page = client.get("/inloggen")
    assert submit(page, "Inloggen", name="Eva", password=PASSWORD).status_code == 303
    return client


def spread(code: str, *numbers: int) -> list[dict[str, int | None]]:
    """Sheets on one question: so many of the values 1, 2, 3, ... in turn."""
    return [{code: value} for value, n in enumerate(numbers, 1) for _ in range(n)]
