"""Work in the background: the queue says when, the database says what.

A job carries no data: each one looks up in the database what is due and does that, so running it
twice or losing the queue loses and doubles nothing. The queue (Huey on SQLite, or on Redis for
several workers) only spreads the work.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass

from huey import Huey, RedisHuey, SqliteHuey
from redis import RedisError

from survey_app import clock
from survey_app.errors import SettingError, TrajectspiegelError
from survey_app.evaluation.publishing.services import publish_all
from survey_app.installation import Installation
from survey_app.intake.services import move_batches
from survey_app.messaging.outbox.services import deliver_due

PAUSE_SECONDS = 2.0
QUEUE_FILE = "queue.sqlite"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work and how often the sweeper looks for it."""

    work: Callable[[Installation], object]
    every_seconds: int


JOBS = {
    "move_batches": Job(move_batches, 4),
    "publish": Job(publish_all, 15),
    "deliver_messages": Job(deliver_due, 4),
}


class WorkQueue:
    """The queue of an installation, knowing every job, and the sweeper that fills it."""

    def __init__(self, installation: Installation) -> None:
        self._queue = _storage(installation)
        self._last: dict[str, float] = {}
        self._tasks = {
            name: self._queue.task(name=name)(_task(installation, name, job))
            for name, job in JOBS.items()
        }

    def sweep(self) -> None:
        """Queue the jobs whose time has come, in the order of JOBS, unless they stand there."""
        at = clock.now().timestamp()
        waiting = {task.name for task in self._queue.pending()}
        for name, job in JOBS.items():
            if name not in waiting and at - self._last.get(name, 0) >= job.every_seconds:
                self._last[name] = at
                self._tasks[name]()

    def work_off(self) -> None:
        """Do every job that stands in the queue."""
        while (task := self._queue.dequeue()) is not None:
            self._queue.execute(task)


def run_worker(
    installation: Installation, once: bool = False, stop: threading.Event | None = None
) -> None:
    """Do what is due, again and again until stopped; with `once` all of it one time.

    Raises KeyMissing on a machine that may not open the inbox, SettingError without its Redis.
    """
    installation.keys.need_worker()
    queue, stop = WorkQueue(installation), stop or stopped_by_signals()
    while True:
        queue.sweep()
        queue.work_off()
        if once or stop.wait(PAUSE_SECONDS):
            return


def _storage(installation: Installation) -> Huey:
    config = installation.config
    if config.redis_url:
        try:
            queue = RedisHuey("trajectspiegel", url=config.redis_url, results=False, blocking=False)
            queue.storage.conn.ping()
        except (RedisError, ValueError) as error:
            raise SettingError(
                "TRAJECTSPIEGEL_REDIS_URL", f"Redis does not answer: {error}"
            ) from error
        return queue
    return SqliteHuey(filename=str(config.home / QUEUE_FILE), results=False, fsync=True)


def _task(installation: Installation, name: str, job: Job) -> Callable[[], None]:
    def work() -> None:
        """A known error is told and tried again at the next sweep."""
        try:
            job.work(installation)
        except TrajectspiegelError as error:
            logger.warning("%s: %s", name, error)

    return work


def stopped_by_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, so that a job in hand is finished first."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    return stop
