"""The installation that serves the request of this moment."""

from typing import cast

from flask import current_app

from survey_app.installation import Installation


def installation_here() -> Installation:
    """The opened installation of the application in hand."""
    return cast("Installation", current_app.extensions["installation"])
