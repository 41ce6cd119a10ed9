"""Two waves from files to their evaluation, made once for all tests of this folder."""

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from survey_app.config import Config
from survey_app.crypto.keys import make_keys
from survey_app.database import session_of
from survey_app.evaluation.api.services import evaluation_of
from survey_app.fieldwork.waves.population import People
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation, open_installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave
from survey_app.models import Wave
from tests.evaluation.api.synthetic import PEOPLE, Answers, made, write

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
PROVIDERS = ("Stapsteen", "De Brug")
CLIENT_FORMS = ("K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "K5-POST")


@dataclass(frozen=True)
class Evaluated:
    """The evaluation of the second wave against the first, and the answers behind both."""

    installation: Installation
    before: Answers
    now: Answers
    evaluation: dict[str, Any]


def evaluated(url: str, home: Path) -> Evaluated:
    """Plan, import, close and evaluate two waves."""
    make_keys(home / "keys")
    installation = open_installation(Config(home=home, database_url=url))
    new_organisation(installation, "Voorbeeldstad")
    answers = (made(20251, 0.0, 0.8), made(20261, 0.35))
    waves = []
    for year, one in zip((2025, 2026), answers, strict=True):
        people = tuple(
            People(form, PEOPLE["N"], True, {k: v for k, v in PEOPLE.items() if k != "N"})  # type: ignore[arg-type]
            for form in CLIENT_FORMS
        )
        plan = WavePlan(str(year), "Voorbeeldstad", FIRST, LAST, people, mode="linked")
        waves.append(new_wave(installation, plan))
        with session_of(installation.engine) as session:
            session.get_one(Wave, waves[-1]).providers = PROVIDERS
            session.commit()
        import_answers(installation, write(one, home / f"{year}.csv"), str(year))
        close_wave(installation, str(year))
    return Evaluated(installation, *answers, evaluation_of(installation, waves[1], waves[0]))


@pytest.fixture(scope="package")
def both(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """The two waves on SQLite."""
    home = tmp_path_factory.mktemp("evaluated")
    shutil.copyfile(sqlite_template, home / "database.sqlite")
    return evaluated(f"sqlite:///{home / 'database.sqlite'}", home / "home")
