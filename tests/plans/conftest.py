"""A whole municipality, as the demo builds it, and somebody in each role."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from survey_app.accounts.services import create_account
from survey_app.application import create_app
from survey_app.database import session_of
from survey_app.demo.building import Size, build
from survey_app.installation import Installation
from survey_app.models.organisations import ROLES
from tests.respond.conftest import fieldwork, someone

__all__ = ["fieldwork", "someone"]
PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def municipality(installation: Installation) -> Installation:
    """Every store filled, two waves closed and one open."""
    made = replace(installation, config=replace(installation.config, synthetic=True))
    build(made, Size(clients=40), lambda _: None)
    for role in ROLES:
        with session_of(made.engine) as session:
            create_account(session, role, role, PASSWORD)
    return made


@pytest.fixture
def desk(municipality: Installation, web_engine: Engine) -> Flask:
    """The application of that municipality."""
    return create_app(installation=replace(municipality, engine=web_engine))
