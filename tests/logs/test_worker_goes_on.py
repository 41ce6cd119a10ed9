"""A worker outlives its queue, its disk, the clock and errors that nobody expected."""

import datetime
import logging
import sqlite3
import threading
from collections.abc import Iterator

import pytest
from redis import ConnectionError as RedisGone

from survey_app import clock, jobs
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.ended import ask_to_close
from survey_app.jobs import QUEUE_FAILS, Job, WorkQueue, run_worker

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def test_a_queue_that_fails_is_told_once_and_work_goes_on(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop, done = threading.Event(), []

    def finish(_: Installation) -> None:
        done.append(1)
        stop.set()

    failing: Iterator[Exception] = iter(
        [
            RedisGone("redis://:geheim@host"),
            sqlite3.OperationalError("database or disk is full"),
            OSError(28, "No space left on device"),
        ]
    )
    sweep = WorkQueue.sweep

    def failing_first(queue: WorkQueue) -> None:
        for error in failing if "only" in queue._tasks else ():
            raise error
        sweep(queue)

    monkeypatch.setattr(WorkQueue, "sweep", failing_first)
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "JOBS", {"only": Job(finish, 1)})
    caplog.set_level(logging.INFO)
    run_worker(installation, stop=stop)
    assert done
    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    told = [line for line in lines if QUEUE_FAILS in line["event"]]
    assert [(one["event"], one["times"]) for one in told] == [
        (QUEUE_FAILS, 1),
        (f"{QUEUE_FAILS}: works again", 3),
    ]
    assert "geheim" not in caplog.text


def test_a_clock_that_goes_back_stops_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[int] = []
    monkeypatch.setattr(jobs, "JOBS", {"only": Job(lambda _: done.append(1), 4)})
    at = clock.seconds()
    queue = WorkQueue(installation)
    queue.sweep()
    queue.work_off()
    back = clock.now() - datetime.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: back)
    monkeypatch.setattr(clock, "seconds", lambda: at + 60)
    queue.sweep()
    queue.work_off()
    assert done == [1, 1]


def test_an_error_that_nobody_expected_is_told_without_its_text(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []

    def failing(_: Installation) -> None:
        raise RuntimeError("550 fatima@voorbeeld.nl")

    work = {"first": Job(failing, 1), "second": Job(lambda _: done.append(1), 1)}
    monkeypatch.setattr(jobs, "JOBS", work)
    run_worker(installation, once=True)
    assert done == [1]
    assert "first failed" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "fatima" not in caplog.text


def test_the_worker_asks_to_close_a_wave_that_has_ended(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    new_organisation(installation, "Waddinxveen")
    day = datetime.timedelta(days=1)
    today = clock.today()
    new_wave(installation, WavePlan("Voorbij", "Waddinxveen", today - 9 * day, today - day))
    new_wave(installation, WavePlan("Open", "Waddinxveen", today - 9 * day, today))
    ask_to_close(installation)
    asked = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [(one["wave"], one["do"]) for one in asked] == [("Voorbij", "trajectspiegel close-wave")]
