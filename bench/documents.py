"""The evaluation as documents: seconds, memory and size of each, and of the whole report."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.installations import WAVE, Subject
from bench.results import Result
from bench.running import measured_run
from survey_app.database import session_of
from survey_app.evaluation.edition.reading import edition_table
from survey_app.evaluation.files.documents import KINDS, Report, render_document
from survey_app.evaluation.publishing.services import publish_interim
from survey_app.evaluation.table1.queries import latest_snapshot

SUBJECT = "Documents"
SECONDS, MEGABYTES, KILOBYTES = 5.0, 400.0, 500.0


def measure(subject: Subject) -> Iterator[Result]:
    """The report of a wave with answers."""
    installation, database = subject.installation, subject.database
    publish_interim(installation, subject.wave_id)
    with tempfile.TemporaryDirectory(prefix="trajectspiegel-bench-") as folder:
        out = Path(folder) / "report"
        done = measured_run(["report", "--wave", WAVE, "--out", str(out)], subject.environment)
        what = "All documents, `trajectspiegel report`"
        yield Result(SUBJECT, f"{what}, from nothing", database, done.seconds, "s")
        yield Result(SUBJECT, f"{what}, most memory", database, done.megabytes, "MB", MEGABYTES)
    with session_of(installation.engine) as session:
        snapshot = latest_snapshot(session, subject.wave_id)
    assert snapshot is not None
    report = Report(
        edition_table(snapshot.content), installation.catalogue, installation.config.synthetic
    )
    for kind in KINDS:
        yield from _document(database, kind, report)


def _document(database: str, kind: str, report: Report) -> Iterator[Result]:
    started, spent = time.perf_counter(), time.process_time()
    content = render_document(kind, report)
    seconds = time.perf_counter() - started
    note = f"{time.process_time() - spent:.1f} s CPU, its libraries loaded on the way"
    is_pdf = kind.startswith("pdf")
    budget = SECONDS if is_pdf else None
    yield Result(SUBJECT, f"{kind}, made", database, seconds, "s", budget, note=note)
    yield Result(
        SUBJECT,
        f"{kind}, size",
        database,
        len(content) / 1000,
        "kB",
        KILOBYTES if is_pdf else None,
    )
