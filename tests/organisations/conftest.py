"""The administrator of a municipality, and what its settings say now."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey_app.installation import Installation
from survey_app.organisations.queries import organisation_settings
from survey_app.organisations.settings import OrganisationSettings
from tests.tenancy.conftest import OURS, Place, logged_in, ours, theirs

__all__ = ["ours", "theirs"]
Settings = Callable[[], OrganisationSettings]


@pytest.fixture
def admin(app: Flask, installation: Installation, ours: Place) -> FlaskClient:
    return logged_in(app, installation, "organisation_admin", ours)


@pytest.fixture
def settings(installation: Installation) -> Settings:
    return lambda: organisation_settings(installation.engine, "hier", OURS)
