"""Wiping what was kept long enough: what the worker does every hour.

Each class of each closed wave goes in parts that commit by themselves; killed half-way, the next
time takes the rest, and twice wipes nothing more. What was wiped is counted in the audit log.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, delete, exists, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, aliased

from survey_app.audit.actor import WORKER, acting_as
from survey_app.audit.recording import record
from survey_app.clock import now, today
from survey_app.database import Base, reading, session_of
from survey_app.installation import Installation
from survey_app.models import (
    Access,
    AuditEntry,
    AuditHead,
    Contact,
    Draft,
    Invitation,
    LinkConsent,
    Message,
    NeedsResponse,
    OpenAnswer,
    Organisation,
    Recontact,
    Response,
    UploadedRow,
    Wave,
)
from survey_app.organisations.settings import settings_of
from survey_app.retention.periods import DUE, PEACE_DAYS, contacts_days, plus_months
from survey_app.retention.queries import EndedWave, ended_waves
from survey_app.ways_in.contacts import Person, sealed_person

PART = 100
WIPED_TEXT = "…"
LETTERS = "brieven"
TREATED_APART = ("invitation", "link_consent", "needs_response")
Wipe = Callable[[Session, Installation, EndedWave], int]


def keep_no_longer(installation: Installation) -> dict[str, int]:
    """Wipe everything that is due today; returns how many rows of each class went."""
    day = today()
    with reading(installation.engine) as session:
        waves = ended_waves(session)
    done: dict[str, int] = {}
    with acting_as(WORKER):
        for wave in waves:
            for kind in DUE:
                if wave.is_due(kind, day):
                    number = _in_parts(installation, wave, kind)
                    if kind == "open_text":
                        number += _texts_on_sheets(installation, wave)
                    done[kind] = done.get(kind, 0) + number
        done["strangers"] = _wipe_strangers(installation)
        done["audit"] = _wipe_old_entries(installation, day)
    done["letters"] = _delete_letters(installation, day)
    return {kind: number for kind, number in done.items() if number}


def _in_parts(installation: Installation, wave: EndedWave, kind: str) -> int:
    total = 0
    while True:
        with session_of(installation.engine) as session:
            number = WIPES[kind](session, installation, wave)
            session.commit()
        total += number
        if number < PART:
            break
    if total:
        with session_of(installation.engine) as session:
            record(
                session, wave.organisation_id, "retention.done", wave.name, kind=kind, rows=total
            )
            session.commit()
    return total


def _texts_on_sheets(installation: Installation, wave: EndedWave) -> int:
    """What was written on the sheets themselves, once for a wave and after it was read apart."""
    with reading(installation.engine) as session:
        row = session.get_one(Wave, wave.wave_id)
    if row.texts_wiped_at is not None or row.open_answers_read_at is None:
        return 0
    number, last = 0, ""
    part = select(Response).where(Response.wave_id == wave.wave_id).order_by(Response.id)
    while True:
        with session_of(installation.engine) as session:
            rows = session.scalars(part.where(Response.id > last).limit(PART)).all()
            for one in rows:
                plain = without_text(one.answers)
                number += plain != one.answers
                one.answers = plain
            session.commit()
        if not rows:
            break
        last = rows[-1].id
    with session_of(installation.engine) as session:
        session.get_one(Wave, wave.wave_id).texts_wiped_at = now()
        session.commit()
    return number


def _changed(session: Session, statement: Executable) -> int:
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _drafts(session: Session, _installation: Installation, wave: EndedWave) -> int:
    """What was filled in and never sent: the text goes, and the keys that could open it."""
    part = (
        select(Access.id)
        .join(Invitation, Invitation.id == Access.invitation_id)
        .join(Draft, Draft.access_id == Access.id)
        .where(Invitation.wave_id == wave.wave_id, Draft.ciphertext.is_not(None))
        .limit(PART)
    )
    ids = session.scalars(part).all()
    session.execute(update(Draft).where(Draft.access_id.in_(ids)).values(ciphertext=None))
    session.execute(
        update(Access).where(Access.id.in_(ids)).values(key_by_token=None, key_by_code=None)
    )
    return len(ids)


def _messages(session: Session, _installation: Installation, wave: EndedWave) -> int:
    part = select(Message.id).where(Message.wave_id == wave.wave_id).limit(PART)
    return _changed(session, delete(Message).where(Message.id.in_(part)))


def _contacts(session: Session, installation: Installation, wave: EndedWave) -> int:
    """People whose every wave is over for long enough, and whose needs form is gone.

    Who opted out or agreed to a code stays as hashes without a name: a later file may not
    approach the first again, and the second answer of the other must find the first.
    """
    other, elsewhere = aliased(Invitation), aliased(Wave)
    others = (
        exists()
        .where(other.contact_id == Contact.id, other.wave_id == elsewhere.id)
        .where(elsewhere.id != wave.wave_id)
        .where((elsewhere.closed_at.is_(None)) | (elsewhere.closed_at > now() - _since(wave)))
        .correlate(Contact)
    )
    helped = exists().where(NeedsResponse.contact_id == Contact.id).correlate(Contact)
    part = (
        select(Contact.id, Contact.opted_out, LinkConsent.code)
        .join(Invitation, Invitation.contact_id == Contact.id)
        .outerjoin(LinkConsent, LinkConsent.contact_id == Contact.id)
        .where(Invitation.wave_id == wave.wave_id, ~others, ~helped)
        .distinct()
        .limit(PART)
    )
    found = session.execute(part).all()
    ids = [one for one, _, _ in found]
    stay = {one for one, opted_out, code in found if opted_out or code is not None}
    let_go_of(session, ids)
    for one in stay:
        empty = sealed_person(installation.keys.contact, wave.organisation_id, one, Person())
        session.execute(update(Contact).where(Contact.id == one).values(ciphertext=empty))
    session.execute(delete(Contact).where(Contact.id.in_(set(ids) - stay)))
    return len(ids)


def _since(wave: EndedWave) -> datetime.timedelta:
    return datetime.timedelta(days=contacts_days(wave.settings))


def let_go_of(session: Session, contact_ids: list[str]) -> None:
    """Nothing points at these people any more; their invitations stay as numbers.

    A row of a file that is not in yet stays: it brings in somebody new.
    """
    for model in (Invitation, NeedsResponse, UploadedRow):
        mine = update(model).where(model.contact_id.in_(contact_ids))
        also = {"opens_on": None} if model is Invitation else {}
        session.execute(mine.values(contact_id=None, **also))
    delete_what_is_about(session, contact_ids)


def delete_what_is_about(session: Session, contact_ids: Collection[str]) -> None:
    """Calls, notes and whatever else hangs on these people."""
    for table in reversed(Base.metadata.sorted_tables):
        if "contact_id" in table.columns and table.name not in TREATED_APART:
            session.execute(delete(table).where(table.c.contact_id.in_(contact_ids)))


def _interviews(session: Session, _installation: Installation, wave: EndedWave) -> int:
    part = select(Recontact.id).where(Recontact.wave_id == wave.wave_id).limit(PART)
    return _changed(session, delete(Recontact).where(Recontact.id.in_(part)))


def _needs(session: Session, _installation: Installation, wave: EndedWave) -> int:
    part = select(NeedsResponse.id).where(NeedsResponse.wave_id == wave.wave_id).limit(PART)
    return _changed(session, delete(NeedsResponse).where(NeedsResponse.id.in_(part)))


def _open_text(session: Session, _installation: Installation, wave: EndedWave) -> int:
    """Originals that no reviewer has approved a quote of in time; a quote stays."""
    part = (
        select(OpenAnswer.id)
        .where(OpenAnswer.wave_id == wave.wave_id, OpenAnswer.original.is_not(None))
        .limit(PART)
    )
    gone = update(OpenAnswer).where(OpenAnswer.id.in_(part))
    return _changed(session, gone.values(original=None, marks=[], reviewed_at=now()))


def _links(session: Session, _installation: Installation, wave: EndedWave) -> int:
    part = (
        select(Response.id)
        .where(Response.wave_id == wave.wave_id, Response.link_code.is_not(None))
        .limit(PART)
    )
    ids = session.scalars(part).all()
    codes = select(Response.link_code).where(Response.id.in_(ids))
    session.execute(delete(LinkConsent).where(LinkConsent.code.in_(codes)))
    session.execute(update(Response).where(Response.id.in_(ids)).values(link_code=None))
    return len(ids)


def _answers(session: Session, _installation: Installation, wave: EndedWave) -> int:
    """Raw answers lose their week and every text; the judgements and the counts stay."""
    part = select(Response).where(Response.wave_id == wave.wave_id, Response.period.is_not(None))
    rows = session.scalars(part.limit(PART)).all()
    for row in rows:
        row.period, row.answers = None, without_text(row.answers)
    return len(rows)


def without_text(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a sheet with a mark where somebody wrote something.

    >>> without_text({"C302": 4, "C399": "Bel Jan"})
    {'C302': 4, 'C399': '…'}
    """
    return {key: WIPED_TEXT if isinstance(one, str) else one for key, one in answers.items()}


WIPES: Mapping[str, Wipe] = MappingProxyType(
    {
        "drafts": _drafts,
        "messages": _messages,
        "contacts": _contacts,
        "interviews": _interviews,
        "needs": _needs,
        "open_text": _open_text,
        "links": _links,
        "answers": _answers,
    }
)


def _wipe_strangers(installation: Installation) -> int:
    """People of no measurement any more: those of a plan that was deleted with its list.

    Who opted out or agreed to a code stays as hashes.
    """
    kept = (
        exists().where(model.contact_id == Contact.id).correlate(Contact)
        for model in (Invitation, LinkConsent, NeedsResponse)
    )
    part = select(Contact.id, Contact.organisation_id).where(
        Contact.opted_out.is_(False), *(~one for one in kept)
    )
    total = 0
    while True:
        with session_of(installation.engine) as session:
            found = session.execute(part.limit(PART)).all()
            ids = [one for one, _ in found]
            let_go_of(session, ids)
            session.execute(delete(Contact).where(Contact.id.in_(ids)))
            for place, rows in Counter(owner for _, owner in found).items():
                record(session, place, "retention.done", kind="contacts", rows=rows)
            session.commit()
        total += len(found)
        if len(found) < PART:
            return total


def _wipe_old_entries(installation: Installation, day: datetime.date) -> int:
    """The oldest entries of each log; one log that cannot be shortened leaves the others be."""
    total, failed = 0, []
    with reading(installation.engine) as session:
        places = list(session.scalars(select(Organisation)))
    for place in places:
        try:
            total += _wipe_entries_of(installation, place, day)
        except DatabaseError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return total


def _wipe_entries_of(installation: Installation, place: Organisation, day: datetime.date) -> int:
    """The oldest entries of one log, up to the first that is kept: the rest stays a chain.

    A day longer than asked: our day begins before that of the database, which guards the year.
    """
    months = settings_of(place).retention_audit_months
    since = plus_months(day, -months) - datetime.timedelta(days=1)
    oldest = datetime.datetime.combine(since, datetime.time(), datetime.UTC)
    mine = AuditEntry.organisation_id == place.id
    young = select(AuditEntry.number).where(mine, AuditEntry.at >= oldest)
    last = select(AuditHead.number).where(AuditHead.organisation_id == place.id)
    with session_of(installation.engine) as session:
        first = session.scalar(young.order_by(AuditEntry.number).limit(1))
        if first is None:
            first = session.scalar(last) or 0  # the end of the chain stays
        number = _changed(session, delete(AuditEntry).where(mine, AuditEntry.number < first))
        if number:
            record(session, place.id, "retention.done", kind="audit", rows=number)
        session.commit()
    return number


def _delete_letters(installation: Installation, day: datetime.date) -> int:
    """Print files with names that lie here longer than any organisation keeps its messages.

    Letters that are needed later can be made again, with the same codes.
    """
    with reading(installation.engine) as session:
        kept = [
            settings_of(one).retention_messages_days
            for one in session.scalars(select(Organisation))
        ]
    last = day - datetime.timedelta(days=max(*kept, PEACE_DAYS, 0))
    old = [one for one in letter_files(installation.config.home) if _made_on(one) < last]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def letter_files(home: Path) -> list[Path]:
    """The files of letters and their addresses in the data directory: a folder for each wave."""
    return sorted(one for one in (home / LETTERS).rglob("*.*") if one.is_file())


def _made_on(path: Path) -> datetime.date:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).date()
