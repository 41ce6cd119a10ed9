"""A wave that is open today, and contact files written as spreadsheets write them."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from survey_app.clock import today
from survey_app.fieldwork.services import ImportedContacts, import_contacts
from survey_app.fieldwork.services_waves import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation

WAVE = "Najaar"
ImportText = Callable[..., ImportedContacts]


@pytest.fixture
def wave(installation: Installation) -> str:
    """The name of an open wave of Waddinxveen."""
    new_organisation(installation, "Waddinxveen")
    week = datetime.timedelta(days=7)
    new_wave(installation, WavePlan(WAVE, "Waddinxveen", today() - week, today() + week))
    return WAVE


@pytest.fixture
def import_text(installation: Installation, wave: str, tmp_path: Path) -> ImportText:
    """`import_text(text, encoding="utf-8")`: the text as a file, imported into the wave."""

    def imported(text: str, encoding: str = "utf-8") -> ImportedContacts:
        path = tmp_path / "contacten.csv"
        path.write_bytes(text.encode(encoding))
        return import_contacts(installation, path, wave)

    return imported
