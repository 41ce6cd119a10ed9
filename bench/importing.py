"""Answers gathered elsewhere: a long file of 350,000 rows through the operator's command."""

import csv
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.answers import sheets
from bench.installations import WAVE, Subject
from bench.results import Result
from bench.running import measured_run
from survey_app.questionnaire.answers import to_record

SUBJECT = "Import of answers"
ROWS, SECONDS = 350_000, 60.0
COLUMNS = ("token", "form", "item", "value", "date", "mode")


def measure(subject: Subject, rows: int = ROWS) -> Iterator[Result]:
    """Seconds and memory of one import."""
    with tempfile.TemporaryDirectory(prefix="trajectspiegel-bench-") as folder:
        path = Path(folder) / "answers.csv"
        _write(subject, path, rows)
        words = ["import-answers", str(path), "--wave", WAVE]
        done = measured_run(words, subject.environment)
    budget = SECONDS if rows >= ROWS else None
    what = f"{rows:,} rows"
    note = f"{done.cpu_seconds:.1f} s CPU"
    yield Result(SUBJECT, what, subject.database, done.seconds, "s", budget, note=note)
    yield Result(SUBJECT, f"{what}, most memory", subject.database, done.megabytes, "MB")


def _write(subject: Subject, path: Path, rows: int) -> None:
    catalogue = subject.installation.catalogue
    left = rows
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, sheet in enumerate(sheets(catalogue, random.Random(1))):
            asked = catalogue.latest(sheet.questionnaire)
            for code, value in sheet.answers.items():
                if left == 0:
                    return
                record = to_record(asked.question(code), value)
                day = sheet.submitted_on.isoformat()
                writer.writerow((f"t{number}", asked.code, code, record, day, "web"))
                left -= 1
