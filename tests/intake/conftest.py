"""An installation on a fresh database, with one organisation and one open wave."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey_app.config import Config
from survey_app.crypto.keys import make_keys
from survey_app.database import reading
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation, open_installation
from survey_app.organisations.waves import find_wave

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)


@dataclass(frozen=True)
class Field:
    """An installation and the wave that the test fills."""

    installation: Installation
    wave: str
    folder: Path

    @property
    def wave_id(self) -> str:
        with reading(self.installation.engine) as session:
            return find_wave(session, self.wave).id


@pytest.fixture
def field(database_url: str, tmp_path: Path) -> Iterator[Field]:
    home = tmp_path / "home"
    make_keys(home / "keys")
    installation = open_installation(Config(home=home, database_url=database_url))
    new_organisation(installation, "Waddinxveen")
    new_wave(installation, WavePlan("Najaar 2026", "Waddinxveen", FIRST, LAST))
    yield Field(installation, "Najaar 2026", tmp_path)
    installation.engine.dispose()
