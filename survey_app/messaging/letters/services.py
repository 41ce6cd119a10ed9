"""Printing letters: a letter counts as sent once it stands in a file that is on the disk."""

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from survey_app.audit.recording import record_in_wave
from survey_app.clock import now, today
from survey_app.crypto.tokens import grouped
from survey_app.database import session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.mail.guard import refuse_dead_links
from survey_app.messaging.channels.outgoing import Outcome
from survey_app.messaging.languages import offered_languages
from survey_app.messaging.letters.pages import Heading, Letter, letter_page, letters_html
from survey_app.messaging.letters.window import WindowAddress, fitting
from survey_app.messaging.outbox.composing import Parts, addressed, facts_of, letter_or_mail
from survey_app.messaging.outbox.queries import may_go
from survey_app.models import Dispatch, Message
from survey_app.operators.sentence import system_words
from survey_app.organisations.waves import find_wave
from survey_app.stores.wave_files import make_private
from survey_app.ways_in.access import Ways, ways_of
from survey_app.ways_in.contacts import Person
from survey_app.ways_in.links import answer_link, code_page, genuine_page

LETTERS_PER_FILE = 200
PRINTED_WITHIN = datetime.timedelta(minutes=10)
TOO_LONG = "de naam en het adres passen niet in het venster van de envelop: maak ze korter"
Typeset = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Printed:
    """The files with letters, how many there are in all, and whose address does not fit."""

    files: tuple[Path, ...]
    letters: int
    too_long: tuple[str, ...] = ()


def print_letters(
    installation: Installation, wave_name: str, folder: Path, typeset: Typeset
) -> Printed:
    """Write every letter that the command put in line for a wave into print-ready files.

    Those that a fieldworker asked for are the worker's. Killed before a file is on the disk, its
    letters stay in line and come in the next print with the same codes. Raises UnknownName,
    KeyMissing, BadInput for an unusable folder, and SettingError when no receiver could open the
    link.
    """
    refuse_dead_links(installation.config)
    files: list[Path] = []
    too_long: list[str] = []
    number = 0
    with session_of(installation.engine) as session:
        ours = and_(Message.wave_id == find_wave(session, wave_name).id, by_the_command())
    while waiting := claimed(installation, ours):
        with released_on_error(installation, waiting):
            heading, letters = composed(installation, waiting, too_long)
            if heading is not None:
                path = _next_file(folder)
                _write(path, typeset(letters_html(heading, list(letters.values()))))
                files.append(path)
            record(installation, list(letters), Outcome("sent"))
        number += len(letters)
    return Printed(tuple(files), number, tuple(too_long))


def by_the_command() -> ColumnElement[bool]:
    """The condition under which the command that decided a letter prints it, not the worker."""
    return Message.dispatch_id.in_(select(Dispatch.id).where(Dispatch.by_command))


def claimed(
    installation: Installation, ours: ColumnElement[bool], dispatch_id: str | None = None
) -> list[str]:
    """Letters in line that nobody else prints or holds up, at most a file full; by id.

    A print that was killed leaves its letters to others after a while. `dispatch_id`: the one
    dispatch of these letters; none while another print works at it, whose file comes first.
    """
    left = and_(Message.state == "sending", Message.next_attempt_at <= now())
    in_line = or_(Message.state == "queued", left)
    lot = select(Message.id).where(ours, may_go("letter"), in_line).order_by(Message.id)
    lot = lot.limit(LETTERS_PER_FILE).with_for_update(skip_locked=True)
    taken = update(Message).where(Message.id.in_(select(lot.cte("lot").c.id)))
    taken = taken.values(state="sending", next_attempt_at=now() + PRINTED_WITHIN)
    with session_of(installation.engine) as session:
        if dispatch_id and _is_being_printed(session, dispatch_id):
            return []
        taken = taken.returning(Message.id).execution_options(synchronize_session=False)
        found = sorted(session.scalars(taken))
        session.commit()
    return found


def _is_being_printed(session: Session, dispatch_id: str) -> bool:
    """Whether another print has letters of this dispatch in hand; nobody begins one meanwhile."""
    one_at_a_time = select(Dispatch.id).where(Dispatch.id == dispatch_id)
    session.execute(one_at_a_time.with_for_update(key_share=True))
    in_hand = Message.state == "sending", Message.next_attempt_at > now()
    found = select(Message.id).where(Message.dispatch_id == dispatch_id, *in_hand).limit(1)
    return session.scalar(found) is not None


@contextmanager
def released_on_error(installation: Installation, message_ids: list[str]) -> Iterator[None]:
    """Letters that could not be printed stand in line again at once."""
    try:
        yield
    except BaseException:
        back = update(Message).where(Message.id.in_(message_ids), Message.state == "sending")
        with session_of(installation.engine) as session:
            session.execute(
                back.values(state="queued", next_attempt_at=None),
                execution_options={"synchronize_session": False},
            )
            session.commit()
        raise


def composed(
    installation: Installation, waiting: list[str], too_long: list[str]
) -> tuple[Heading | None, dict[str, Letter]]:
    """The letters that may still go out, by message; the others are cancelled or have failed."""
    heading, letters = None, {}
    for message_id in waiting:
        found = addressed(installation, message_id, today())
        if isinstance(found, Outcome):
            record(installation, [message_id], found)
            continue
        parts, person = found
        address = fitting(person.name, person.address)
        if address is None:
            record(installation, [message_id], Outcome("failed", TOO_LONG))
            too_long.append(person.name)
            continue
        heading = heading_of(installation, parts)
        ways = ways_of(installation, parts.access_id, with_code=True)
        letters[message_id] = composed_letter(installation, parts, person, address, ways)
    return heading, letters


def heading_of(installation: Installation, parts: Parts) -> Heading:
    """What stands on every letter of this wave."""
    config = installation.config
    name = parts.settings(installation).name
    pages = (code_page(config.base_url), genuine_page(config.base_url))
    return Heading(name, parts.wave_name, *pages, config.synthetic)


def composed_letter(
    installation: Installation, parts: Parts, person: Person, address: WindowAddress, ways: Ways
) -> Letter:
    """The page for this person, with these ways in."""
    facts = facts_of(installation, parts.settings(installation), parts, person, ways)
    link = answer_link(installation.config.base_url, ways.token)
    return letter_page(
        letter_or_mail(installation, parts, "letter", facts),
        address,
        (link, grouped(ways.code or "")),
        parts.kind == "reminder",
        offered_languages(parts.questionnaire, parts.version, installation.config),
    )


def _next_file(folder: Path) -> Path:
    try:
        make_private(folder)
    except OSError as error:
        raise BadInput(
            "{folder}: cannot be made ({reason})", folder=folder, reason=system_words(error)
        ) from error
    number = len(list(folder.glob("brieven-*.pdf"))) + 1
    return folder / f"brieven-{today()}-{number:03d}.pdf"


def _write(path: Path, content: bytes) -> None:
    """On the disk, or not at all; readable by the owner only: it holds names and codes."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadInput(
            "{path}: cannot be written ({reason})", path=path, reason=system_words(error)
        ) from error


def record(installation: Installation, message_ids: list[str], outcome: Outcome) -> None:
    """Write down how the letters in line of these messages ended."""
    with session_of(installation.engine) as session:
        _update(session, message_ids, outcome)
        if outcome.end == "sent" and message_ids:
            wave_id = session.get_one(Message, message_ids[0]).wave_id
            record_in_wave(session, wave_id, "letters.printed", letters=len(message_ids))
        session.commit()


def _update(session: Session, message_ids: list[str], outcome: Outcome) -> None:
    statement = update(Message).where(Message.id.in_(message_ids), Message.state == "sending")
    day = today() if outcome.end == "sent" else None
    values = {
        "state": outcome.end,
        "reason": outcome.reason or None,
        "next_attempt_at": None,
        "sent_on": day,
    }
    session.execute(statement.values(values).execution_options(synchronize_session=False))
