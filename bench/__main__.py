"""`python -m bench`: measure, write RESULTS.md. `--quick` is for trying the bench itself."""

import argparse
import datetime
import sys
from collections.abc import Callable, Iterator

from bench import (
    answers,
    documents,
    evaluation,
    importing,
    mailing,
    pages,
    served,
    weight,
    workspace,
)
from bench.installations import Subject, subjects
from bench.results import Result, page, write


class Effort:
    """How often and how much is measured."""

    def __init__(self, quick: bool) -> None:
        self.rounds, self.requests, self.forms = (2, 60, 3) if quick else (7, 400, 25)
        self.sizes = (10_000, 30_000) if quick else (10_000, 100_000, 1_000_000)
        self.rows = 20_000 if quick else importing.ROWS
        self.messages = 300 if quick else mailing.MESSAGES


# What is measured, in this order; documents, evaluation and workspace need what comes before.
MEASUREMENTS: dict[str, Callable[[Subject, Effort], Iterator[Result]]] = {
    "pages": lambda subject, effort: pages.measure(subject, effort.rounds, effort.requests),
    "served": lambda subject, effort: served.measure(
        subject, effort.rounds, effort.requests, effort.forms
    ),
    "weight": lambda subject, effort: weight.measure(subject),
    "answers": lambda subject, effort: answers.measure(subject, effort.sizes),
    "documents": lambda subject, effort: documents.measure(subject),
    "importing": lambda subject, effort: importing.measure(subject, effort.rows),
    "mailing": lambda subject, effort: mailing.measure(subject, effort.messages),
    "evaluation": lambda subject, effort: evaluation.measure(subject),
    "workspace": lambda subject, effort: workspace.measure(subject),
}


def main(words: list[str]) -> int:
    """Measure what is asked for; everything is written, a part is only shown."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little effort, nothing written")
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=list(MEASUREMENTS))
    databases = ("sqlite", "postgresql")
    parser.add_argument("--database", nargs="+", choices=databases, default=databases)
    chosen = parser.parse_args(words)
    started = datetime.datetime.now(datetime.UTC)
    effort = Effort(chosen.quick)
    results: list[Result] = []
    with subjects(tuple(chosen.database)) as found:
        for name in chosen.only:
            for subject in found:
                print(f"{name} on {subject.database}", file=sys.stderr, flush=True)
                results += MEASUREMENTS[name](subject, effort)
    whole = not chosen.quick and set(chosen.only) == set(MEASUREMENTS)
    if whole and set(chosen.database) == set(databases):
        write(results, started)
    print(page(results, started))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
