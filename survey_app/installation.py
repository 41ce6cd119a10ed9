"""An opened installation: settings, keys, database and questionnaires, joined once at start."""

from dataclasses import dataclass

from sqlalchemy import Engine

from survey_app.config import QUESTIONNAIRES, Config
from survey_app.crypto.keys import Keys, load_keys
from survey_app.database import make_engine
from survey_app.organisations.services_file import take_over_files
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue


@dataclass(frozen=True, slots=True)
class Installation:
    """What every entrance (web, worker, command line) needs; made once per process."""

    config: Config
    keys: Keys
    engine: Engine
    catalogue: Catalogue


def open_installation(config: Config, *, everywhere: bool = True) -> Installation:
    """Everything ready to work; the web application does not work `everywhere` (database.py).

    Raises KeyMissing, SettingError or DefinitionError at start, and BadInput for a settings file
    that is to be taken over and is wrong.
    """
    installation = Installation(
        config=config,
        keys=load_keys(config.home / "keys", config.environment_keys),
        engine=make_engine(config.database_url, everywhere=everywhere),
        catalogue=load_catalogue(QUESTIONNAIRES),
    )
    take_over_files(installation.engine, config.home)
    return installation
