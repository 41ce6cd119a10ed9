"""The worker: all that is due, found from the database, whatever became of the queue."""

import datetime
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from huey import SqliteHuey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.demo.answers import write_answers
from survey_app.demo.municipality import Measurement
from survey_app.errors import KeyMissing
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.importing import import_answers
from survey_app.intake.services import close_wave, move_batches
from survey_app.jobs import JOBS, QUEUE_FILE, Job, WorkQueue, run_worker
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.models import Document, InboxItem, Message, Response, Snapshot
from tests.services.settings import fill_in_settings

WAVE = "Najaar"


@pytest.fixture
def installation(installation: Installation) -> Installation:
    """With invented people, who are written to in a file: no mail server is needed."""
    return replace(installation, config=replace(installation.config, synthetic=True))


@pytest.fixture
def full(installation: Installation, tmp_path: Path) -> Installation:
    """An installation where answers wait, a message waits and no table was made yet."""
    new_organisation(installation, "Waddinxveen")
    fill_in_settings(installation, "waddinxveen", 'providers = ["Stapsteen", "De Brug"]\n')
    start = today() - datetime.timedelta(days=21)
    end = today() + datetime.timedelta(days=7)
    new_wave(installation, WavePlan(WAVE, "Waddinxveen", start, end))
    contacts, answers = tmp_path / "contacten.csv", tmp_path / "antwoorden.csv"
    contacts.write_text("naam;e-mail;vragenlijst\nAn;an@proef.example;K3-TIJDENS\n")
    import_contacts(installation, contacts, WAVE)
    queue_messages(installation, WAVE, "console")
    write_answers(answers, installation.catalogue, Measurement(WAVE, start, end, 0.0), 250, 1)
    import_answers(installation, answers, WAVE)
    return installation


@pytest.fixture
def light(full: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The same, without what takes seconds: editions and documents."""
    for name in ("publish", "publish_again", "make_documents"):
        monkeypatch.delitem(JOBS, name)
    return full


def numbers(installation: Installation) -> dict[str, int]:
    with Session(installation.engine) as session:
        return {
            model.__name__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in (InboxItem, Response, Snapshot, Document)
        } | {"sent": session.scalar(select(func.count()).where(Message.state == "sent")) or 0}


DONE = {"InboxItem": 0, "Response": 208, "sent": 1}
PUBLISHED = {"Snapshot": 1, "Document": 3}
NOT_PUBLISHED = {"Snapshot": 0, "Document": 0}


def test_once_does_all_that_is_due_and_stops(full: Installation) -> None:
    run_worker(full, once=True)
    assert numbers(full) == DONE | NOT_PUBLISHED
    close_wave(full, WAVE)
    for _ in range(2):
        run_worker(full, once=True)
        assert numbers(full) == DONE | PUBLISHED


def test_a_lost_queue_loses_no_work(light: Installation) -> None:
    WorkQueue(light).sweep()
    (light.config.home / QUEUE_FILE).unlink()
    run_worker(light, once=True)
    assert numbers(light) == DONE | NOT_PUBLISHED


def test_a_job_that_stands_twice_in_the_queue_doubles_nothing(light: Installation) -> None:
    for _ in range(2):  # as two workers do that sweep at the same moment
        WorkQueue(light)._tasks["move_batches"]()
        WorkQueue(light, "messages")._tasks["deliver_messages"]()
    run_worker(light, once=True)
    assert numbers(light) == DONE | NOT_PUBLISHED


def test_the_same_jobs_run_through_redis(light: Installation, redis_url: str) -> None:
    run_worker(replace(light, config=replace(light.config, redis_url=redis_url)), once=True)
    assert numbers(light) == DONE | NOT_PUBLISHED
    assert not (light.config.home / QUEUE_FILE).exists()


def test_a_worker_stops_when_told(light: Installation) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(light,), kwargs={"stop": stop})
    worker.start()
    stop.set()
    worker.join(timeout=60)
    assert not worker.is_alive()


def test_answers_do_not_wait_behind_a_document(
    light: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, at_work, moved = threading.Event(), threading.Event(), threading.Event()

    def make(_: Installation) -> None:
        at_work.set()
        moved.wait(60)

    def move(installation: Installation) -> None:
        assert at_work.wait(60)
        move_batches(installation)
        moved.set()
        stop.set()

    monkeypatch.setitem(JOBS, "make_documents", Job(make, 1, "long"))
    monkeypatch.setitem(JOBS, "move_batches", Job(move, 1))
    run_worker(light, stop=stop)
    assert numbers(light)["Response"] == 208


def test_the_worker_ends_when_one_lane_cannot_go_on(
    light: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sweep(queue: WorkQueue) -> None:
        if "make_documents" in queue._tasks:
            raise ZeroDivisionError

    monkeypatch.setitem(JOBS, "make_documents", Job(move_batches, 1, "long"))
    monkeypatch.setattr(WorkQueue, "sweep", sweep)
    with pytest.raises(ZeroDivisionError):
        run_worker(light, stop=threading.Event())


def test_a_known_error_of_one_job_is_told_and_the_others_go_on(
    light: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    with Session(light.engine) as session:
        session.scalars(select(Message)).one().channel = "smtp"  # and no mail server is set
        session.commit()
    run_worker(light, once=True)
    assert "SMTP_HOST" in caplog.text
    assert numbers(light)["Response"] == 208


def test_a_web_server_cannot_be_a_worker(light: Installation) -> None:
    with pytest.raises(KeyMissing):
        run_worker(replace(light, keys=replace(light.keys, worker_secret=None)), once=True)


def test_a_queue_file_holds_no_personal_data(light: Installation) -> None:
    WorkQueue(light).sweep()
    assert isinstance(WorkQueue(light)._queue, SqliteHuey)
    content = (light.config.home / QUEUE_FILE).read_bytes()
    assert b"proef.example" not in content
