"""Tabel 1 over many answers, against the bare GROUP BY over one row per answer.

The answers are drawn from a seed and stored as the worker stores a batch: sheets and counts.
Beside them, in the same database, stands the plainest table that holds the same answers: one row
per answer (question, value). What the product adds must cost no more than counting those rows.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median

from sqlalchemy import text

from bench.installations import WAVE, Subject
from bench.results import Result
from bench.running import measured_run
from survey_app.clock import today
from survey_app.database import session_of
from survey_app.evaluation.publishing.content import table_content
from survey_app.evaluation.publishing.services import publish_interim
from survey_app.evaluation.table1.queries import facts_of, wave_counts
from survey_app.intake.coarsening import coarsened
from survey_app.intake.counting import count, tallied
from survey_app.intake.services import _response_row
from survey_app.intake.storing import add_counts, add_rows
from survey_app.models import Response
from survey_app.questionnaire.definition import Catalogue, Question, Questionnaire, Value
from survey_app.stores.inbox import Submission

SUBJECT = "Tabel 1 over many answers"
BUDGET = 2.0
BATCH = 2000
ROUNDS = 5
# Sheets come in these proportions: clients most, employers and providers few.
WEIGHTS = {"C": 8, "W": 3, "O": 1, "G": 1}


def measure(subject: Subject, sizes: tuple[int, ...]) -> Iterator[Result]:
    """The table at each of these numbers of answers, one after the other in one database."""
    _flat_table(subject)
    stored = 0
    source = sheets(subject.installation.catalogue, random.Random(20261122))
    for size in sizes:
        started = time.perf_counter()
        before = stored
        while stored < size:
            stored += _store(subject, [next(source) for _ in range(BATCH // 10)], size - stored)
        seconds = time.perf_counter() - started
        yield from _compared(subject, size)
        yield from _as_command(subject, size)
        yield Result(
            SUBJECT,
            f"Stored and counted on the way to {size:,}",
            subject.database,
            (stored - before) / seconds,
            "answers/s",
        )


def sheets(catalogue: Catalogue, chance: random.Random) -> Iterator[Submission]:
    """Answer sheets without end; people differ, so that answers within a sheet go together."""
    asked = [one for one in catalogue.newest() if one.store == "answers" and one.party in WEIGHTS]
    weights = [WEIGHTS[one.party] for one in asked]
    background = catalogue.latest("ACHTERGROND")
    day = today()
    while True:
        questionnaire = chance.choices(asked, weights)[0]
        level = chance.gauss(0.6, 0.2)
        yield Submission(
            questionnaire=questionnaire.code,
            version=questionnaire.version,
            answers=_answers(questionnaire, level, chance),
            background=_answers(background, 0.5, chance) if questionnaire.party == "C" else {},
            submitted_on=day,
        )


def _answers(questionnaire: Questionnaire, level: float, chance: random.Random) -> dict[str, Value]:
    return {
        question.code: _answer(question, level, chance)
        for question in questionnaire.questions
        if question.kind != "consent"
    }


def _answer(question: Question, level: float, chance: random.Random) -> Value:
    if chance.random() < 0.04:
        return None
    if question.kind == "open":
        return "goed" if chance.random() < 0.3 else None
    if question.kind == "numbers":
        return tuple(chance.randrange(100) for _ in question.fields)
    place = min(max(chance.gauss(level, 0.15), 0.0), 0.999)
    usual = [option.value for option in question.options if not option.apart]
    apart = [option.value for option in question.options if option.apart]
    if apart and chance.random() < 0.06:
        usual = apart
    value = sorted(usual)[int(place * len(usual))]
    return (value,) if question.kind == "multiple" else value


def _flat_table(subject: Subject) -> None:
    with subject.installation.engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE bench_answer (question VARCHAR NOT NULL, value VARCHAR NOT NULL)")
        )


def _store(subject: Subject, batch: list[Submission], most: int) -> int:
    """Store sheets as a batch of the worker is stored; the number of answers in them."""
    rows: list[dict[str, str]] = []
    kept = []
    for sheet in batch:
        if len(rows) >= most:
            break
        kept.append(sheet)
        rows += [
            {"question": question, "value": value}
            for question, answer in sheet.answers.items()
            for value in tallied(answer)
        ]
    with session_of(subject.installation.engine) as session:
        stored = coarsened(kept, Counter(), lambda *_: 0)
        add_rows(session, Response, [_response_row(subject.wave_id, sheet) for sheet in stored])
        add_counts(session, subject.wave_id, count(subject.installation.catalogue, kept))
        session.execute(text("INSERT INTO bench_answer VALUES (:question, :value)"), rows)
        session.commit()
    return len(rows)


def _compared(subject: Subject, size: int) -> Iterator[Result]:
    installation = subject.installation

    def group_by() -> None:
        statement = "SELECT question, value, count(*) FROM bench_answer GROUP BY question, value"
        with installation.engine.connect() as connection:
            connection.execute(text(statement)).fetchall()

    def table() -> None:
        with session_of(installation.engine) as session:
            facts = facts_of(session, subject.wave_id)
            counts = wave_counts(session, subject.wave_id)
        table_content(installation.catalogue, facts, counts)

    table()  # what is loaded once per process is loaded
    pairs = [(_seconds(table), _seconds(group_by)) for _ in range(ROUNDS)]
    ours, bare = (median(column) for column in zip(*pairs, strict=True))
    yield Result(
        SUBJECT,
        f"{size:,} answers, table against GROUP BY",
        subject.database,
        median(a / b for a, b in pairs),
        "× GROUP BY",
        BUDGET if size >= 1_000_000 else None,
        note=f"{ours * 1000:.0f} ms against {bare * 1000:.0f} ms",
    )


def _as_command(subject: Subject, size: int) -> Iterator[Result]:
    publish_interim(subject.installation, subject.wave_id)
    done = measured_run(["table", "--wave", WAVE, "--json"], subject.environment)
    what = f"{size:,} answers, `trajectspiegel table`"
    yield Result(SUBJECT, f"{what}, from nothing", subject.database, done.seconds, "s")
    yield Result(SUBJECT, f"{what}, most memory", subject.database, done.megabytes, "MB")


def _seconds(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before
