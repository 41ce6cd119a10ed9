"""Installations to measure on: made by the product itself, one per database, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from survey_app.accounts.services_init import init
from survey_app.clock import today
from survey_app.config import Config
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation, open_installation
from survey_app.models import Invitation
from survey_app.models.columns import new_id
from survey_app.ways_in.access import create_access
from tests.services.postgres import running_postgres

WAVE = "meting"


@dataclass(frozen=True, slots=True)
class Subject:
    """One opened installation with an organisation and a wave that is open now."""

    database: str  # as it is shown: SQLite or PostgreSQL
    installation: Installation
    wave_id: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process of its own needs to open this installation."""
        config = self.installation.config
        return {"TRAJECTSPIEGEL_HOME": str(config.home), "DATABASE_URL": config.database_url}

    def links(self, questionnaire: str, number: int) -> list[str]:
        """Paths of fresh personal links."""
        with session_of(self.installation.engine) as session:
            tokens = []
            for _ in range(number):
                person = Invitation(id=new_id(), wave_id=self.wave_id, questionnaire=questionnaire)
                session.add(person)
                session.flush()
                tokens.append(create_access(session, self.installation, person.id).token)
            session.commit()
        return [f"/v/{token}" for token in tokens]


@contextmanager
def subjects(databases: tuple[str, ...]) -> Iterator[list[Subject]]:
    """An installation on each of these databases."""
    with ExitStack() as opened:
        folder = Path(tempfile.mkdtemp(prefix="trajectspiegel-bench-"))
        opened.callback(shutil.rmtree, folder, ignore_errors=True)
        found = []
        if "sqlite" in databases:
            home = folder / "sqlite"
            found.append(_subject("SQLite", home, f"sqlite:///{home / 'trajectspiegel.sqlite'}"))
        if "postgresql" in databases:
            server = opened.enter_context(running_postgres())
            url = server.url(server.create_database())
            found.append(_subject("PostgreSQL", folder / "postgresql", url))
        for subject in found:
            opened.callback(subject.installation.engine.dispose)
        yield found


def _subject(database: str, home: Path, url: str) -> Subject:
    config = Config(home=home, database_url=url)
    init(config)
    installation = open_installation(config)
    new_organisation(installation, "Gemeente")
    day = today()
    plan = WavePlan(
        name=WAVE,
        organisation="Gemeente",
        starts_on=day - timedelta(days=1),
        ends_on=day + timedelta(days=30),
    )
    return Subject(database, installation, new_wave(installation, plan))
