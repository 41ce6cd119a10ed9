"""A closed wave with volunteers and needs forms, and somebody of each role."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.accounts.services import create_account
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.installation import Installation
from survey_app.models import AuditEntry, NeedsResponse, Recontact, Wave
from survey_app.stores.separate import Offer, needs_row, recontact_row
from tests.fieldwork.conftest import PASSWORD, import_text, wave, wave_id
from tests.services.product import submit_form

__all__ = ["import_text", "wave", "wave_id"]
LogIn = Callable[[str], FlaskClient]
# marks (one for all three), age, duration, how to be reached
PEOPLE = (
    (4, 1, 1, "Fatma, 06 12345678, na vijven"),
    (5, 2, 1, "Jan jan@example.org"),
    (3, 1, 2, "Piet 0182-123456"),
    (8, 3, 3, "Els els@example.org"),
    (9, 3, 3, "Ben 0687654321"),
    (7, 4, 4, "Kees, geen idee"),
)


@pytest.fixture
def log_in(app: Flask, installation: Installation, wave_id: str) -> LogIn:
    """`log_in(role)`: the browser of somebody with this role."""

    def logged_in(role: str) -> FlaskClient:
        with session_of(installation.engine) as session:
            create_account(session, role, role, PASSWORD)
        client = app.test_client()
        page = client.get("/inloggen")
        answer = submit_form(client, page, "Inloggen", {"name": role, "password": PASSWORD})
        assert answer.status_code == 303
        return client

    return logged_in


@pytest.fixture
def pool(installation: Installation, wave_id: str) -> str:
    """Six people who want to tell more, in a wave that is closed; the id of the wave."""
    with session_of(installation.engine) as session:
        for mark, age, duration, reach in PEOPLE:
            answers = {"S1": mark, "S2": mark, "S3": mark, "S4": [1], "S5": duration, "S6": age}
            row = recontact_row(installation, wave_id, Offer(answers | {"S7": reach}), "web")
            session.add(Recontact(**row))
        session.get_one(Wave, wave_id).closed_at = now()
        session.commit()
    return wave_id


@pytest.fixture
def forms(installation: Installation, wave_id: str) -> str:
    """Five people who need the same, one who needs something else, one who wants no group."""
    same = [{"H1": 1, "H2": [1, 4], "H4": 1, "H5": 1}] * 5
    others = [{"H1": 2, "H2": [6], "H4": 1}, {"H1": 1, "H2": [1, 4], "H4": 2, "H6": "Liever niet"}]
    with session_of(installation.engine) as session:
        for answers in [*same, *others]:
            session.add(NeedsResponse(**needs_row(wave_id, answers, "web")))  # type: ignore[arg-type]
        session.commit()
    return wave_id


def logged(installation: Installation) -> list[tuple[str, dict[str, object]]]:
    """What the log of the organisation says, in order."""
    with session_of(installation.engine) as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
        return [(one.what, one.details) for one in entries]
