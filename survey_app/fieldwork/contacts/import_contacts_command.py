"""`trajectspiegel import-contacts FILE --wave W`."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.fieldwork.contacts.file import ContactFile
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.services import import_contacts, preview_contacts
from survey_app.installation import open_installation

SHOWN = 10
ENCODINGS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-8-sig": "UTF-8"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file and the wave its people are invited to."""
    parser.add_argument(
        "file",
        type=Path,
        help="CSV with naam (or voornaam, tussenvoegsel, achternaam), telefoon, e-mail, adres, "
        "huisnummer, postcode, plaats, taal, vragenlijst, kanaal, for O-JAAR contract (ja or nee), "
        "and for a rolling wave startdatum or einddatum",
    )
    parser.add_argument("--wave", required=True, help="name of the wave they are invited to")
    parser.add_argument("--organisation", help="refuse a wave of another organisation")
    add_yes(parser)
    parser.add_argument(
        "--damaged-names",
        action="store_true",
        help="with --yes: also store names that probably lost letters",
    )


def run(arguments: argparse.Namespace) -> int:
    """Show what was read, ask, and import everything or nothing."""
    installation = open_installation(load_config())
    wanted = (installation, arguments.file, arguments.wave, arguments.organisation)
    file = preview_contacts(*wanted)
    print("\n".join(_heading(arguments.file.name, file)))
    for remark in (*file.refused, *file.remarks):
        print(f"  row {remark.row}: {remark.text}")
    if file.refused:
        total = len(file.rows) + len(file.refused)
        print(f"{len(file.refused)} of {total} rows refused: nothing was imported")
        return 1
    for row in most_telling(file.rows):
        print(f"  row {row.number:>5}  {row.person.name or '(no name)'}  [{row.person.channel}]")
    if file.remarks and arguments.yes and not arguments.damaged_names:
        print(
            f"nothing was imported: {len(file.remarks)} names are probably damaged; "
            "mend the file, or add --damaged-names"
        )
        return 1
    if not confirmed(f"Are these names right? Invite them to {arguments.wave}?", arguments.yes):
        return 1
    done = import_contacts(*wanted)
    for remark in done.remarks:
        if remark not in file.remarks:
            print(f"  row {remark.row}: {remark.text}")
    print(
        f"{done.rows} rows read, {done.new_contacts} new contacts, "
        f"{done.new_invitations} new invitations (not sent yet)"
    )
    return 0


def _heading(name: str, file: ContactFile) -> Iterator[str]:
    """How the file was read, and which of its columns."""
    encoding = ENCODINGS.get(file.encoding, file.encoding.upper())
    yield f"{name}: {len(file.rows) + len(file.refused)} rows, read as {encoding}"
    yield f"  columns read: {', '.join(file.columns.names)}"
    if file.columns.unread:
        yield f"  columns NOT read, so not stored: {', '.join(file.columns.unread)}"
    for column in file.columns.second:
        yield f"  column {column}: only read where the column before it for the same is empty"


def most_telling(rows: tuple[ContactRow, ...]) -> list[ContactRow]:
    """Ten rows in the order of the file, those with accents or damage before plain ones."""
    chosen = sorted(rows, key=lambda row: (not row.damaged, row.person.name.isascii()))[:SHOWN]
    return sorted(chosen, key=lambda row: row.number)
