"""Links for people of whom we have no contact details: open links, and personal ones to hand out.

Neither is stored: an open link's token, like any other, is made from the sender key.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import today
from survey_app.crypto.tokens import link_token, token_hash
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.contacts.queries import wave_questionnaires
from survey_app.installation import Installation
from survey_app.models import Invitation, OpenLink, Wave
from survey_app.models.columns import new_id
from survey_app.organisations.waves import find_wave, wave_state
from survey_app.ways_in.access import Ways, prepare_accesses, store_accesses

MOST = 10_000
PART = 25  # links in one transaction; hashing as many letter codes takes a second or two
NOT_BY_LINK = ("background", "recontact")


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal links to hand out; without `contract` for bodies that work without one (UWV)."""

    questionnaire: str
    number: int
    with_code: bool = False
    contract: bool = True


def make_open_link(
    installation: Installation, wave_name: str, questionnaire: str, maximum: int
) -> str:
    """The token of a new link that at most `maximum` people can start with.

    Raises UnknownName, WaveClosed, BadInput, and KeyMissing on a machine without the sender key.
    """
    with session_of(installation.engine) as session:
        wave = _usable_wave(session, installation, wave_name, questionnaire, maximum)
        link_id = new_id()
        token = link_token(installation.keys.need_sender(), link_id)
        session.add(
            OpenLink(
                id=link_id,
                wave_id=wave.id,
                questionnaire=questionnaire,
                token_hash=token_hash(installation.keys.lookup, token),
                maximum=maximum,
            )
        )
        record(session, wave.organisation_id, "links.made", wave.name, people=maximum)
        session.commit()
    return token


def make_links(installation: Installation, wave_name: str, wanted: Personal) -> Iterator[Ways]:
    """Personal ways in, each for one answer, that belong to nobody known.

    Raises, before the first of them, as `make_open_link`. They come in parts, each stored before
    it is given: whoever stops half-way has all that was stored but the last part. They cannot be
    shown again: nothing says which were handed out.
    """
    with reading(installation.engine) as session:
        wave = _usable_wave(session, installation, wave_name, wanted.questionnaire, wanted.number)
    installation.keys.need_sender()
    return _stored_in_parts(installation, wave, wanted)


def _stored_in_parts(installation: Installation, wave: Wave, wanted: Personal) -> Iterator[Ways]:
    for start in range(0, wanted.number, PART):
        ids = [new_id() for _ in range(min(PART, wanted.number - start))]
        prepared = prepare_accesses(installation, ids, wanted.with_code)
        with session_of(installation.engine) as session:
            _refuse_closed(session.get_one(Wave, wave.id))
            session.add_all(
                Invitation(
                    id=one,
                    wave_id=wave.id,
                    organisation_id=wave.organisation_id,
                    questionnaire=wanted.questionnaire,
                    contract=wanted.contract,
                )
                for one in ids
            )
            session.flush()
            store_accesses(session, wave.organisation_id, prepared)
            record(session, wave.organisation_id, "links.made", wave.name, people=len(ids))
            session.commit()
        yield from (one.ways for one in prepared)


def _usable_wave(
    session: Session, installation: Installation, name: str, questionnaire: str, number: int
) -> Wave:
    if not 1 <= number <= MOST:
        raise BadInput(
            "give a number of people from 1 to {most}, not {number}", most=MOST, number=number
        )
    wave = find_wave(session, name)
    if wave_state(wave, today()) == "closed":
        raise WaveClosed("wave {wave!r} is closed; nobody can answer any more", wave=name)
    codes = [
        code
        for code, version in wave_questionnaires(session, wave.id)
        if installation.catalogue.questionnaire(code, version).store not in NOT_BY_LINK
    ]
    if questionnaire not in codes:
        raise BadInput(
            "no questionnaire {questionnaire!r} in this wave; use {codes}",
            questionnaire=questionnaire,
            codes=", ".join(codes),
        )
    return wave


def _refuse_closed(wave: Wave) -> None:
    if wave_state(wave, today()) == "closed":
        raise WaveClosed("wave {wave!r} is closed; nobody can answer any more", wave=wave.name)
