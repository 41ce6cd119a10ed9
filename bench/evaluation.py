"""Every subject of an evaluation over the answers that `bench.answers` stored, wave closed.

Measured in this process after the SQL, and as the command from nothing with all it takes.
"""

import time
from collections.abc import Iterator
from statistics import median

from sqlalchemy import delete, insert

from bench.installations import WAVE, Subject
from bench.results import Result
from bench.running import measured_run
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import WaveData, wave_data
from survey_app.evaluation.table1.queries import facts_of
from survey_app.models import Population, Wave

SUBJECT = "Evaluation of a wave, all subjects"
SECONDS, MEGABYTES = 2.0, 300.0
ROUNDS = 3
PARTS = {
    "": {"": 10},
    "doelgroep": {"arbeidsbeperking": 3, "statushouder": 2, "allebei": 1, "geen": 4},
    "leeftijd": {"18-26": 2, "27-45": 3, "46-54": 2, "55+": 3},
}
TENTH = 10_000  # people


def measure(subject: Subject) -> Iterator[Result]:
    """After the answers: subjects after the SQL, the reading, and the command."""
    _counted_and_closed(subject)
    read, worked = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        wave = _read(subject)
        read.append(time.perf_counter() - started)
        started = time.perf_counter()
        evaluation_record(wave, wave)
        worked.append(time.perf_counter() - started)
    yield Result(
        SUBJECT,
        "All subjects after the SQL, compared with itself",
        subject.database,
        median(worked),
        "s",
        SECONDS,
        note=f"reading the counts {median(read):.2f} s",
    )
    done = measured_run(["evaluation", "--wave", WAVE, "--json"], subject.environment)
    yield Result(SUBJECT, "`trajectspiegel evaluation`", subject.database, done.seconds, "s")
    yield Result(
        SUBJECT,
        "`trajectspiegel evaluation`, most memory",
        subject.database,
        done.megabytes,
        "MB",
        MEGABYTES,
    )


def _counted_and_closed(subject: Subject) -> None:
    """F01 for every client questionnaire, so that weights have margins; the wave is over."""
    catalogue = subject.installation.catalogue
    rows = [
        {
            "wave_id": subject.wave_id,
            "questionnaire": one.code,
            "breakdown": breakdown,
            "category": category,
            "people": tenths * TENTH,
            "all_invited": True,
        }
        for one in catalogue.newest()
        if one.party == "C" and one.store == "answers"
        for breakdown, categories in PARTS.items()
        for category, tenths in categories.items()
    ]
    with session_of(subject.installation.engine) as session:
        session.execute(delete(Population).where(Population.wave_id == subject.wave_id))
        session.execute(insert(Population), rows)
        session.get_one(Wave, subject.wave_id).closed_at = now()
        session.commit()


def _read(subject: Subject) -> WaveData:
    installation = subject.installation
    with reading(installation.engine) as session:
        return wave_data(session, installation.catalogue, facts_of(session, subject.wave_id))
