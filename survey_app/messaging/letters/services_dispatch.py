"""The letters of a dispatch: print-ready files with a list for a mailing house beside each.

A file is named after the place of its letters in the dispatch. Killed before they are recorded, the
next print makes the same file again, in place of the first.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Select, func, select, update

from survey_app.audit.recording import record_in_wave
from survey_app.clock import today
from survey_app.database import as_indexed, reading, session_of
from survey_app.documents.tabular import as_text
from survey_app.installation import Installation
from survey_app.mail.guard import refuse_dead_links
from survey_app.messaging.channels.outgoing import Outcome
from survey_app.messaging.letters.pages import Heading, Letter, letters_html
from survey_app.messaging.letters.services import (
    Typeset,
    by_the_command,
    claimed,
    composed,
    record,
    released_on_error,
)
from survey_app.messaging.letters.window import SIZES
from survey_app.messaging.one_by_one import one_by_one
from survey_app.messaging.outbox.queries import may_go
from survey_app.models import Dispatch, Message
from survey_app.stores.wave_files import letters_folder, write_private

LINES = max(most for _, _, most in SIZES)  # of an address in the list
COLUMNS = (*(f"adresregel_{number + 1}" for number in range(LINES)), "code", "link", "taal")
PLACES = ("bestand", "bladzijde")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that can be fetched."""

    name: str
    words: str
    is_list: bool


def print_dispatches(installation: Installation, typeset: Typeset) -> None:
    """Print what stands in line and what is wanted again, dispatch by dispatch.

    What the command `send` decided it prints itself. Raises, at the end, KeyMissing, SettingError
    when no receiver could open the link, and OSError.
    """
    in_line = (
        select(Message.dispatch_id)
        .where(Message.state.in_(("queued", "sending")), may_go("letter"))
        .where(Message.dispatch_id.is_not(None), ~by_the_command())
        .distinct()
    )
    # Few, and DISTINCT would make SQLite walk through all messages in the order of the dispatch.
    again = select(Message.dispatch_id).where(as_indexed(Message.to_print_again))
    prints = [
        *((print_dispatch, dispatch_id) for dispatch_id in _wanted(installation, in_line)),
        *((print_again, dispatch_id) for dispatch_id in _wanted(installation, again)),
    ]
    one_by_one(prints, lambda one: one[0](installation, one[1], typeset))


def print_dispatch(installation: Installation, dispatch_id: str, typeset: Typeset) -> None:
    """Every letter of a dispatch that stands in line, a file at a time."""
    refuse_dead_links(installation.config)
    folder = _folder(installation, dispatch_id)
    ours = Message.dispatch_id == dispatch_id
    while waiting := claimed(installation, ours, dispatch_id):
        with released_on_error(installation, waiting):
            with reading(installation.engine) as session:  # while no other print adds to them
                printed = select(func.count(Message.id)).where(ours, Message.state == "sent")
                first = (session.scalar(printed) or 0) + 1
            heading, letters = composed(installation, waiting, [])
            if heading is not None:
                for half in folder.glob(f"brieven-{first:05d}-*"):
                    half.unlink()  # of a print that was cut off
                name = f"brieven-{first:05d}-{first + len(letters) - 1:05d}"
                _keep(folder, name, heading, list(letters.values()), typeset)
            record(installation, list(letters), Outcome("sent"))


def print_again(installation: Installation, dispatch_id: str, typeset: Typeset) -> None:
    """The letters that somebody wants once more, with the same codes, in a file of their own."""
    refuse_dead_links(installation.config)
    with reading(installation.engine) as session:
        marked = Message.dispatch_id == dispatch_id, Message.to_print_again
        wanted = list(session.scalars(select(Message.id).where(*marked).order_by(Message.id)))
    heading, letters = composed(installation, wanted, [])
    if heading is not None:
        folder = _folder(installation, dispatch_id)
        number = len(list(folder.glob("opnieuw-*.pdf"))) + 1
        name = f"opnieuw-{number:03d}-{today()}"
        _keep(folder, name, heading, list(letters.values()), typeset)
    mark_again(installation, dispatch_id, wanted, wanted_again=False)


def mark_again(
    installation: Installation, dispatch_id: str, message_ids: Iterable[str], wanted_again: bool
) -> int:
    """Ask for letters once more, or take that back; returns how many of them were printed before.

    Letters of another dispatch, or that were never printed, are left as they are.
    """
    statement = update(Message).where(
        Message.id.in_(list(message_ids)),
        Message.dispatch_id == dispatch_id,
        Message.channel == "letter",
        Message.state == "sent",
    )
    with session_of(installation.engine) as session:
        changed = session.execute(
            statement.values(to_print_again=wanted_again)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        ).all()
        if changed:
            wave_id = session.get_one(Dispatch, dispatch_id).wave_id
            what = "letters.asked" if wanted_again else "letters.printed"
            record_in_wave(session, wave_id, what, letters=len(changed))
        session.commit()
    return len(changed)


def letter_files(home: Path, wave_id: str, dispatch_id: str) -> list[LetterFile]:
    """What can be fetched of a dispatch, in the order in which it was made."""
    folder = letters_folder(home, wave_id, dispatch_id)
    found = sorted(folder.glob("[bo]*-*"), key=lambda path: (path.stem, path.suffix == ".csv"))
    return [LetterFile(path.name, _words(path), path.suffix == ".csv") for path in found]


def _words(path: Path) -> str:
    what, number, *_ = path.stem.split("-")
    kind = "Adreslijst (CSV)" if path.suffix == ".csv" else "Brieven (PDF)"
    if what == "opnieuw":
        return f"{kind}, opnieuw gemaakt ({int(number)})"
    last = path.stem.rpartition("-")[2]
    return f"{kind} {int(number)} tot en met {int(last)}"


def _wanted(installation: Installation, dispatches: Select[str | None]) -> list[str]:
    with reading(installation.engine) as session:
        return [one for one in dict.fromkeys(session.scalars(dispatches)) if one]


def _folder(installation: Installation, dispatch_id: str) -> Path:
    with reading(installation.engine) as session:
        wave_id = session.get_one(Dispatch, dispatch_id).wave_id
    return letters_folder(installation.config.home, wave_id, dispatch_id)


def _keep(
    folder: Path, name: str, heading: Heading, letters: list[Letter], typeset: Typeset
) -> None:
    write_private(folder / f"{name}.pdf", typeset(letters_html(heading, letters)))
    write_private(folder / f"{name}.csv", _listed(f"{name}.pdf", letters))


def _listed(file: str, letters: list[Letter]) -> bytes:
    """The addresses and codes, a row a letter, as a Dutch spreadsheet opens it."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow((*COLUMNS, *PLACES))
    for page, letter in enumerate(letters, start=1):
        lines = [*letter.address.lines, *[""] * LINES][:LINES]
        cells = (*lines, letter.code, letter.link, letter.language, file, str(page))
        writer.writerow([as_text(cell) for cell in cells])
    return made.getvalue().encode("utf-8-sig")
