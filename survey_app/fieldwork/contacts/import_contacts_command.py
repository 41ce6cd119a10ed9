"""`trajectspiegel import-contacts FILE --wave W`."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.fieldwork.contacts.file import ContactFile, Remark
from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.services import import_contacts, preview_contacts
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence

SHOWN = 10
ENCODINGS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-8-sig": "UTF-8"}

DAMAGED = (
    "nothing was imported: {number} names are probably damaged; mend the file, or add "
    "--damaged-names"
)


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
    _say_heading(arguments.file.name, file)
    _say_remarks((*file.refused, *file.remarks))
    if file.refused:
        say(
            "{number} of {total} rows refused: nothing was imported",
            number=len(file.refused),
            total=len(file.rows) + len(file.refused),
        )
        return 1
    _say_names(file)
    if file.remarks and arguments.yes and not arguments.damaged_names:
        say(DAMAGED, number=len(file.remarks))
        return 1
    question = Sentence("Are these names right? Invite them to {wave}?", wave=arguments.wave)
    if not confirmed(question, arguments.yes):
        return 1
    done = import_contacts(*wanted)
    _say_remarks(remark for remark in done.remarks if remark not in file.remarks)
    say(
        "{rows} rows read, {new_contacts} new contacts, {new_invitations} new invitations (not "
        "sent yet)",
        rows=done.rows,
        new_contacts=done.new_contacts,
        new_invitations=done.new_invitations,
    )
    return 0


def _say_remarks(remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        say("  row {row}: {text}", row=remark.row, text=remark.text)


def _say_names(file: ContactFile) -> None:
    for row in most_telling(file.rows):
        say(
            "  row {number:>5}  {person}  [{channel}]",
            number=row.number,
            person=row.person.name or Sentence("(no name)"),
            channel=row.person.channel,
        )


def _say_heading(name: str, file: ContactFile) -> None:
    """How the file was read, and which of its columns."""
    encoding = ENCODINGS.get(file.encoding, file.encoding.upper())
    say(
        "{name}: {n} row, read as {encoding}",
        "{name}: {n} rows, read as {encoding}",
        name=name,
        n=len(file.rows) + len(file.refused),
        encoding=encoding,
    )
    say("  columns read: {columns}", columns=", ".join(file.columns.names))
    if file.columns.unread:
        say("  columns NOT read, so not stored: {columns}", columns=", ".join(file.columns.unread))
    for column in file.columns.second:
        say(
            "  column {column}: only read where the column before it for the same is empty",
            column=column,
        )


def most_telling(rows: tuple[ContactRow, ...]) -> list[ContactRow]:
    """Ten rows in the order of the file, those with accents or damage before plain ones."""
    chosen = sorted(rows, key=lambda row: (not row.damaged, row.person.name.isascii()))[:SHOWN]
    return sorted(chosen, key=lambda row: row.number)
