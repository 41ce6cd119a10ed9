"""Work in the background: the queue says when, the database says what.

A job carries no data: each one looks up in the database what is due and does that, so running it
twice or losing the queue loses and doubles nothing. The queue (Huey on SQLite, or on Redis for
several workers) only spreads the work. There are three lanes, each with a thread of its own:
answers and signs of life never wait behind mail, and neither behind a computation or a document.
"""

import signal
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from huey import Huey, RedisHuey, SqliteHuey
from redis import RedisError

from survey_app import clock
from survey_app.audit.actor import WORKER, acting_as
from survey_app.audit.heads import keep_heads
from survey_app.database import reading
from survey_app.errors import SettingError, StoreUnavailable, TrajectspiegelError
from survey_app.evaluation.open_answers.services_reading import read_open_answers
from survey_app.evaluation.publishing.services import publish_again, publish_all
from survey_app.evaluation.publishing.services_documents import make_documents
from survey_app.evaluation.response.services_running import balance_running_waves
from survey_app.evaluation.talks.services import cover_notes
from survey_app.fieldwork.calls.services_notes import erase_notes
from survey_app.fieldwork.contacts.people.services_naming import name_contacts
from survey_app.fieldwork.contacts.uploading.going_on import bring_in_contacts
from survey_app.fieldwork.monitor.services import count_messages
from survey_app.fieldwork.waves.services_following import prepare_next_waves
from survey_app.health.services import beat
from survey_app.installation import Installation
from survey_app.intake.ended import ask_to_close
from survey_app.intake.services import move_batches
from survey_app.logs.failures import Failures, place_of, reason_of
from survey_app.logs.lines import logger_of
from survey_app.messaging.channels.one_text import send_text
from survey_app.messaging.letters.printing import print_all_letters
from survey_app.messaging.outbox.services import deliver_all
from survey_app.messaging.outbox.services_dispatch import line_up_all
from survey_app.messaging.outbox.services_scheme import invite_by_windows, remind_by_schemes
from survey_app.messaging.replies.services import read_told
from survey_app.operators.sentence import Sentence
from survey_app.retention.services import keep_no_longer
from survey_app.retention.services_erasing import replay_erasures
from survey_app.separate.needs.services_grouping import propose_all
from survey_app.separate.recontact.services_drawing import draw_all
from survey_app.separate.recontact.services_telling import tell_not_chosen

PAUSE_SECONDS = 2.0
QUEUE_FILE = "queue.sqlite"
QUEUE_FAILS = "the queue cannot be used"
DATABASE_FAILS = "the database cannot be used (setting DATABASE_URL)"
logger = logger_of(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work and how often the sweeper looks for it."""

    work: Callable[[Installation], object]
    every_seconds: int
    lane: str = "prompt"


LANES = ("prompt", "messages", "long")
JOBS = {
    "replay_erasures": Job(replay_erasures, 60),  # first of all: nobody comes back
    "beat": Job(beat, 10),
    "move_batches": Job(move_batches, 4),
    "ask_to_close": Job(ask_to_close, 24 * 3600),
    "prepare_next_waves": Job(prepare_next_waves, 900),
    "invite": Job(invite_by_windows, 900, "messages"),
    "remind": Job(remind_by_schemes, 900, "messages"),
    "line_up_messages": Job(line_up_all, 4, "messages"),
    "keep_heads": Job(keep_heads, 60),
    "keep_no_longer": Job(keep_no_longer, 3600),
    "deliver_messages": Job(deliver_all, 4, "messages"),
    "read_told": Job(read_told, 4, "messages"),
    "tell_not_chosen": Job(partial(tell_not_chosen, send_text=send_text), 10, "messages"),
    "draw_volunteers": Job(draw_all, 4, "long"),
    "propose_groups": Job(propose_all, 4, "long"),
    "count_messages": Job(count_messages, 10, "messages"),
    "erase_notes": Job(erase_notes, 60),
    "balance_running_waves": Job(balance_running_waves, 60, "long"),
    "read_open_answers": Job(read_open_answers, 15, "long"),
    "cover_notes": Job(cover_notes, 10, "long"),
    "publish": Job(publish_all, 4, "long"),
    "publish_again": Job(publish_again, 24 * 3600, "long"),
    "print_letters": Job(print_all_letters, 4, "long"),
    "make_documents": Job(make_documents, 4, "long"),
    "bring_in_contacts": Job(bring_in_contacts, 1, "long"),
    "name_contacts": Job(name_contacts, 60, "long"),
}


class WorkQueue:
    """The queue of one lane of an installation, and the sweeper that fills it."""

    def __init__(self, installation: Installation, lane: str = LANES[0]) -> None:
        self._queue = _storage(installation, lane)
        self._jobs = {name: job for name, job in JOBS.items() if job.lane == lane}
        self._last: dict[str, float] = {}
        failures = Failures(logger)
        self._tasks = {
            name: self._queue.task(name=name)(_task(installation, name, job, failures))
            for name, job in self._jobs.items()
        }

    def sweep(self) -> None:
        """Queue the jobs whose time has come, in the order of JOBS, unless they stand there."""
        at = clock.seconds()
        waiting = {task.name for task in self._queue.pending()}
        for name, job in self._jobs.items():
            last = self._last.get(name)
            if name not in waiting and (last is None or at - last >= job.every_seconds):
                self._tasks[name]()
                self._last[name] = at

    def waiting(self) -> int:
        """How many jobs stand in the queue."""
        return int(self._queue.pending_count())

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
    stop = stop or stopped_by_signals()
    queues = [WorkQueue(installation, lane) for lane in LANES]
    waiting = sum(queue.waiting() for queue in queues)
    logger.info("worker ready", jobs_waiting=waiting, database=state_of(installation))
    if once:
        for queue in queues:
            _work(queue, stop, once)
        return
    with ThreadPoolExecutor(len(queues), "lane") as threads:
        for lane in [threads.submit(_stay, queue, stop) for queue in queues]:
            lane.result()


def _stay(queue: WorkQueue, stop: threading.Event) -> None:
    """Work in one lane; when it cannot go on the others end too, and the error is told."""
    try:
        _work(queue, stop)
    finally:
        stop.set()


def _work(queue: WorkQueue, stop: threading.Event, once: bool = False) -> None:
    """Sweep one lane and work it off, again and again until stopped."""
    failures = Failures(logger)
    while True:
        try:
            queue.sweep()
            queue.work_off()
            failures.over(QUEUE_FAILS)
        except (RedisError, sqlite3.Error, OSError) as error:
            if once:
                raise
            failures.tell(QUEUE_FAILS, reason=reason_of(error))
        if once or stop.wait(PAUSE_SECONDS):
            return


def state_of(installation: Installation) -> str:
    """Whether the database answers, in a word."""
    try:
        with reading(installation.engine) as session:
            session.connection()
    except StoreUnavailable:
        return "cannot be used"
    return "answers"


def _storage(installation: Installation, lane: str) -> Huey:
    config = installation.config
    if config.redis_url:
        try:
            queue = RedisHuey(
                f"trajectspiegel-{lane}", url=config.redis_url, results=False, blocking=False
            )
            queue.storage.conn.ping()
        except (RedisError, ValueError) as error:
            raise SettingError(
                "TRAJECTSPIEGEL_REDIS_URL", "Redis does not answer: {error}", error=error
            ) from error
        return queue
    file = str(config.home / QUEUE_FILE)
    return SqliteHuey(f"trajectspiegel-{lane}", filename=file, results=False, fsync=True)


def _task(
    installation: Installation, name: str, job: Job, failures: Failures
) -> Callable[[], None]:
    def work() -> None:
        """An error is told and the job tried again at the next sweep."""
        try:
            with acting_as(WORKER):
                job.work(installation)
        except StoreUnavailable as error:
            failures.tell(DATABASE_FAILS, reason=reason_of(error))
        except TrajectspiegelError as error:  # its text is a sentence of ours
            failures.tell(Sentence("{job} failed", job=name), remedy=str(error))
        except Exception as error:
            failures.tell(
                Sentence("{job} failed", job=name), reason=reason_of(error), at=place_of(error)
            )
        else:
            failures.over(DATABASE_FAILS)
            failures.over(Sentence("{job} failed", job=name))

    return work


def stopped_by_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set, so that a job in hand is finished first."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    return stop
