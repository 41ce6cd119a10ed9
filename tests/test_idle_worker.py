"""A worker with nothing to do takes next to nothing, however many measurements lie behind it."""

import datetime
import time
from dataclasses import replace

from survey_app.clock import now, today
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.jobs import JOBS, PAUSE_SECONDS
from survey_app.models import Organisation, Wave
from survey_app.models.columns import new_id

WAVES, ROUNDS, MINUTE = 1000, 3, 60
MOST_OF_A_CORE = 0.01


def close_many_waves(installation: Installation) -> None:
    """So many measurements that are closed, published and read."""
    new_organisation(installation, "Waddinxveen")
    with session_of(installation.engine) as session:
        owner = session.query(Organisation).one().id
        for number in range(WAVES):
            last = today() - datetime.timedelta(days=10 + number)
            session.add(
                Wave(
                    id=new_id(),
                    organisation_id=owner,
                    name=f"Meting {number}",
                    starts_on=last - datetime.timedelta(days=30),
                    ends_on=last,
                    closed_at=now(),
                    created_at=now(),
                    open_answers_read_at=now(),
                    revision=1,
                    published_revision=1,
                )
            )
        session.commit()


def seconds_of_a_minute(installation: Installation) -> float:
    """CPU of all the jobs that come within each minute."""
    spent = 0.0
    for job in (job for job in JOBS.values() if job.every_seconds <= MINUTE):
        job.work(installation)  # what there is to do once
        before = time.process_time()
        for _ in range(ROUNDS):
            job.work(installation)
        each = (time.process_time() - before) / ROUNDS
        spent += each * MINUTE / max(PAUSE_SECONDS, job.every_seconds)
    return spent


def test_with_a_thousand_closed_waves_an_idle_worker_takes_less_than_a_hundredth(
    installation: Installation,
) -> None:
    installation = replace(installation, config=replace(installation.config, synthetic=True))
    close_many_waves(installation)
    assert seconds_of_a_minute(installation) < MINUTE * MOST_OF_A_CORE
