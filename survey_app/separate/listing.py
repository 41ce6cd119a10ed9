"""How these lists leave the installation: on the screen, or as a file that only its owner reads."""

import argparse
import csv
import os
from pathlib import Path

from survey_app.documents.tabular import as_text
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
from survey_app.separate.reading import Filed


def add_list_arguments(parser: argparse.ArgumentParser) -> None:
    """The wave, and a file instead of the screen."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="write a CSV (mode 600)")


def give(filed: Filed, out: Path | None, told: Sentence) -> None:
    """Print the list, or write it; then `told`, which says how many there are."""
    if out is None:
        for number, row in enumerate(filed.rows, start=1):
            print(f"{number}.")
            for column, text in zip(filed.columns, row, strict=True):
                print(f"  {column} {text or '-'}")
    else:
        _write(filed, out)
    say("{told}", told=told) if out is None else say("{told}: {file}", told=told, file=out)


def _write(filed: Filed, out: Path) -> None:
    opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(opened, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(filed.columns)
        writer.writerows([as_text(text) for text in row] for row in filed.rows)
