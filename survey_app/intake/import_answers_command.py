"""`trajectspiegel import-answers FILE --wave W`."""

import argparse
import csv
from pathlib import Path

from survey_app.clock import now
from survey_app.config import load_config
from survey_app.documents.tabular import as_text
from survey_app.installation import Installation, open_installation
from survey_app.intake.importing import Imported, import_answers
from survey_app.intake.services import move_batches
from survey_app.intake.sheets import REPLACED

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
    imported = import_answers(installation, arguments.file, arguments.wave)
    print(
        f"{imported.rows} rows read, {imported.sheets} answer sheets taken, "
        f"{len(imported.refused)} rows refused"
    )
    _report(installation, arguments.file, imported)
    if installation.keys.worker_secret is not None:
        done = move_batches(installation)
        print(f"{done.moved} sheets moved, {done.waiting} wait for their batch to fill")
    return 0 if imported.sheets else 1


def _report(installation: Installation, file: Path, imported: Imported) -> None:
    """The first refused rows on screen; all of them in a file beside the database."""
    for remark in imported.remarks[:SHOWN]:
        print(f"  row {remark.row}: {remark.form}: {remark.reason}")
    if len(imported.remarks) > SHOWN:
        print(f"  and {len(imported.remarks) - SHOWN} sheets more with several dates")
    replaced = sum(refused.reason.startswith(REPLACED) for refused in imported.refused)
    if replaced:
        print(f"  {replaced} of the refused rows were replaced by a later sheet of the same token")
    for refused in imported.refused[:SHOWN]:
        print(f"  row {refused.row}: {refused.form} {refused.item}: {refused.reason}")
    if not imported.refused:
        return
    folder = installation.config.home / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.stem}-{now():%Y%m%dT%H%M%S}-refused.csv"
    with target.open("w", newline="", encoding="utf-8-sig") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(("row", "form", "item", "reason"))
        writer.writerows(
            (one.row, as_text(one.form), as_text(one.item), as_text(one.reason))
            for one in imported.refused
        )
    print(f"  all refused rows: {target}")
