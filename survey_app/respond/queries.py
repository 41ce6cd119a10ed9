"""What the respondent's pages read: one row with everything a page needs."""

import datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, bindparam, select, update

from survey_app.models import (
    Access,
    Draft,
    Invitation,
    LinkConsent,
    OpenLink,
    Organisation,
    Wave,
    WaveQuestionnaire,
)
from survey_app.respond.sitting import Situation
from survey_app.respond.store import row_of
from survey_app.waves import wave_state


def table_of(model: type) -> Table:
    """The table of a model: the hot path speaks SQL, not objects."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]


access, draft, invitation = table_of(Access), table_of(Draft), table_of(Invitation)
wave, version = table_of(Wave), table_of(WaveQuestionnaire)
organisation, open_link = table_of(Organisation), table_of(OpenLink)

_SITUATION = (
    select(
        access.c.id,
        access.c.mode,
        invitation.c.id,
        invitation.c.contact_id,
        invitation.c.used,
        invitation.c.language,
        invitation.c.questionnaire,
        version.c.version,
        wave.c.id,
        wave.c.mode,
        wave.c.starts_on,
        wave.c.ends_on,
        wave.c.paused_at,
        wave.c.closed_at,
        organisation.c.slug,
        organisation.c.name,
        draft.c.revision,
        draft.c.submitted,
        draft.c.ciphertext,
        invitation.c.contract,
        wave.c.providers,
        wave.c.provider_example,
    )
    .select_from(access)
    .join(draft, draft.c.access_id == access.c.id)
    .join(invitation, invitation.c.id == access.c.invitation_id)
    .join(wave, wave.c.id == invitation.c.wave_id)
    .join(organisation, organisation.c.id == wave.c.organisation_id)
    .join(
        version,
        (version.c.wave_id == wave.c.id) & (version.c.questionnaire == invitation.c.questionnaire),
    )
)
# Made once: building a statement costs more than running it.
SAVE_DRAFT = (
    update(draft)
    .where(
        draft.c.access_id == bindparam("wanted"),
        draft.c.revision == bindparam("seen"),
        draft.c.submitted.is_(False),
    )
    .values(revision=bindparam("next_revision"), ciphertext=bindparam("packed"))
)
_BY_ID = _SITUATION.where(access.c.id == bindparam("wanted"))
_BY_TOKEN = _SITUATION.add_columns(access.c.key_by_token).where(
    access.c.token_hash == bindparam("wanted")
)
_BY_CODE = _SITUATION.add_columns(access.c.key_by_code).where(
    access.c.code_hash == bindparam("wanted")
)
_OPEN_LINK = (
    select(
        open_link.c.id,
        open_link.c.wave_id,
        open_link.c.questionnaire,
        open_link.c.maximum,
        open_link.c.started,
        version.c.version,
        wave.c.mode,
        wave.c.starts_on,
        wave.c.ends_on,
        wave.c.paused_at,
        wave.c.closed_at,
        organisation.c.slug,
        organisation.c.name,
        wave.c.providers,
        wave.c.provider_example,
    )
    .join(wave, wave.c.id == open_link.c.wave_id)
    .join(organisation, organisation.c.id == wave.c.organisation_id)
    .join(
        version,
        (version.c.wave_id == wave.c.id) & (version.c.questionnaire == open_link.c.questionnaire),
    )
    .where(open_link.c.token_hash == bindparam("wanted"))
)


def situation_of(engine: Engine, access_id: str, today: datetime.date) -> Situation | None:
    """The situation of an access, or None."""
    row = row_of(engine, _BY_ID, {"wanted": access_id})
    return _situation(row, today) if row is not None else None


def situation_by_token(
    engine: Engine, hashed: bytes, today: datetime.date
) -> tuple[Situation, bytes | None] | None:
    """The situation and wrapped draft key that a link token leads to, or None."""
    row = row_of(engine, _BY_TOKEN, {"wanted": hashed})
    return (_situation(row, today), row[-1]) if row is not None else None


def situation_by_code(
    engine: Engine, hashed: bytes, today: datetime.date
) -> tuple[Situation, bytes | None] | None:
    """The situation and wrapped draft key that a letter code leads to, or None."""
    row = row_of(engine, _BY_CODE, {"wanted": hashed})
    return (_situation(row, today), row[-1]) if row is not None else None


def open_link_row(connection: Connection, hashed: bytes) -> Any:
    """The open link with this token, with its wave and organisation, or None."""
    return connection.execute(_OPEN_LINK, {"wanted": hashed}).one_or_none()


def goal_of(connection: Connection, contact_id: str | None) -> int | None:
    """The goal (an option of C209) that a linked person once gave, or None."""
    table = table_of(LinkConsent)
    goal = connection.scalar(select(table.c.goal).where(table.c.contact_id == contact_id))
    return None if goal is None else int(goal)


def offers_questionnaire(connection: Connection, wave_id: str, code: str) -> bool:
    """Whether a wave has this questionnaire."""
    found = select(version.c.version).where(
        version.c.wave_id == wave_id, version.c.questionnaire == code
    )
    return connection.scalar(found) is not None


def _situation(row: Any, today: datetime.date) -> Situation:
    return Situation(
        access_id=row[0],
        mode=row[1],
        invitation_id=row[2],
        contact_id=row[3],
        used=row[4],
        language=row[5],
        code=row[6],
        version=row[7],
        wave_id=row[8],
        linked=row[9] == "linked",
        state=wave_state(row[10], row[11], row[12], row[13], today),
        organisation_slug=row[14],
        organisation_name=row[15],
        revision=row[16],
        submitted=row[17],
        ciphertext=row[18],
        contract=row[19],
        providers=row[20],
        provider_example=row[21],
    )
