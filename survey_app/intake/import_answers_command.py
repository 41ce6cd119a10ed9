"""`trajectspiegel import-answers FILE --wave W`."""

import argparse
import csv
from heapq import merge, nsmallest
from operator import itemgetter
from pathlib import Path

from survey_app.clock import now
from survey_app.config import load_config
from survey_app.documents.tabular import as_text
from survey_app.installation import Installation, open_installation
from survey_app.intake.importing import Imported, import_parts
from survey_app.intake.services import move_batches
from survey_app.intake.sheets import REPLACED, Refused
from survey_app.operators.saying import say
from survey_app.stores.spool import Spool

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the wave it belongs to."""
    parser.add_argument(
        "file",
        type=Path,
        help="CSV with the columns token, form, item, value, date, mode: one row per answer",
    )
    parser.add_argument("--wave", required=True, help="name of the open wave they belong to")


def run(arguments: argparse.Namespace) -> int:
    """Import, report every refused row, and move the batches that are full."""
    installation = open_installation(load_config())
    with Spool(installation.config.home) as refused:
        told = Told(refused)
        for part in import_parts(installation, arguments.file, arguments.wave):
            told.add(part)
        told.show(installation, arguments.file)
    if installation.keys.worker_secret is not None:
        done = move_batches(installation)
        say(
            "{moved} sheets moved, {waiting} wait for their batch to fill",
            moved=done.moved,
            waiting=done.waiting,
        )
    return 0 if told.sheets else 1


class Told:
    """What is told of an import whose parts may refuse more rows than memory holds."""

    def __init__(self, refused: Spool) -> None:
        self._refused = refused  # a heap for each part, in the order of its rows
        self._first: list[Refused] = []
        self._remarks: list[Refused] = []
        self._rows = self._remarked = self._refusals = self._replaced = 0
        self.sheets = 0

    def add(self, part: Imported) -> None:
        """Count a part, and keep what is shown of it."""
        heap = len(self._refused.heaps)
        for refused in part.refused:
            self._refused.add(heap, refused)
        self._rows += part.rows
        self.sheets += part.sheets
        self._remarked += len(part.remarks)
        self._refusals += len(part.refused)
        self._replaced += sum(one.reason.startswith(REPLACED) for one in part.refused)
        self._first = nsmallest(SHOWN, self._first + part.refused)
        self._remarks = nsmallest(SHOWN, [*self._remarks, *part.remarks])

    def show(self, installation: Installation, file: Path) -> None:
        """The first refused rows on screen; all of them in a file beside the database."""
        say(
            "{rows} rows read, {sheets} answer sheets taken, {number} rows refused",
            rows=self._rows,
            sheets=self.sheets,
            number=self._refusals,
        )
        self._show_remarks()
        for refused in self._first:
            say(
                "  row {row}: {form} {item}: {reason}",
                row=refused.row,
                form=refused.form,
                item=refused.item,
                reason=refused.reason,
            )
        if self._refusals:
            target = self._written(installation.config.home, file)
            say("  all refused rows: {target}", target=target)

    def _show_remarks(self) -> None:
        for remark in self._remarks:
            say(
                "  row {row}: {form}: {reason}",
                row=remark.row,
                form=remark.form,
                reason=remark.reason,
            )
        if self._remarked > SHOWN:
            say("  and {number} sheets more with several dates", number=self._remarked - SHOWN)
        if self._replaced:
            say(
                "  {replaced} of the refused rows were replaced by a later sheet of the same token",
                replaced=self._replaced,
            )

    def _written(self, home: Path, file: Path) -> Path:
        folder = home / "imports"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{file.stem}-{now():%Y%m%dT%H%M%S}-refused.csv"
        with target.open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(("row", "form", "item", "reason"))
            heaps = map(self._refused.rows, self._refused.heaps)
            for row, *words in merge(*heaps, key=itemgetter(0)):
                writer.writerow((row, *map(as_text, words)))
        return target
