"""`trajectspiegel import-contacts FILE --wave W`."""

import argparse
from pathlib import Path

from survey_app.config import load_config
from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.installation import open_installation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the wave its people are invited to."""
    parser.add_argument(
        "file",
        type=Path,
        help="CSV with naam, telefoon, e-mail, adres, postcode, plaats, taal, vragenlijst, kanaal "
        "and, for O-JAAR, contract (ja or nee)",
    )
    parser.add_argument("--wave", required=True, help="name of the wave they are invited to")
    parser.add_argument("--organisation", help="refuse a wave of another organisation")


def run(arguments: argparse.Namespace) -> int:
    """Import everything or nothing; every refused row is listed with its reason."""
    installation = open_installation(load_config())
    done = import_contacts(installation, arguments.file, arguments.wave, arguments.organisation)
    for remark in (*done.refused, *done.remarks):
        print(f"  row {remark.row}: {remark.text}")
    if done.refused:
        print(f"{len(done.refused)} of {done.rows} rows refused: nothing was imported")
        return 1
    print(
        f"{done.rows} rows read, {done.new_contacts} new contacts, "
        f"{done.new_invitations} new invitations (not sent yet)"
    )
    return 0
