"""What the respondent's pages read: one row with everything a page needs."""

import datetime
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    LargeBinary,
    String,
    Table,
    bindparam,
    func,
    select,
    update,
)

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
from survey_app.organisations.waves import WaveMoments, wave_state
from survey_app.respond.sitting import Situation
from survey_app.respond.store import Guarded, row_of, through_the_door


def table_of(model: type) -> Table:
    """The table of a model: the hot path speaks SQL, not objects."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]


access, draft, invitation = table_of(Access), table_of(Draft), table_of(Invitation)
wave, version = table_of(Wave), table_of(WaveQuestionnaire)
organisation, open_link = table_of(Organisation), table_of(OpenLink)
link_consent = table_of(LinkConsent)

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
        wave.c.live_at,
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
        wave.c.organisation_id,
        organisation.c.settings_revision,
        wave.c.is_test,
        version.c.own,
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
SAVE_DRAFT = Guarded(
    # An update cannot go through the door on its way: a function of the database does both.
    behind_door=select("*").select_from(
        func.respondent_saves(
            bindparam("wanted", type_=String),
            bindparam("seen", type_=Integer),
            bindparam("next_revision", type_=Integer),
            bindparam("packed", type_=LargeBinary),
        )
    ),
    plain=update(draft)
    .where(
        draft.c.access_id == bindparam("wanted"),
        draft.c.revision == bindparam("seen"),
        draft.c.submitted.is_(False),
    )
    .values(revision=bindparam("next_revision"), ciphertext=bindparam("packed")),
)
_BY_ID = through_the_door(
    _SITUATION.where(access.c.id == bindparam("wanted")), access, named="wanted"
)
_BY_TOKEN = through_the_door(
    _SITUATION.add_columns(access.c.key_by_token).where(access.c.token_hash == bindparam("wanted")),
    access,
    hashed="wanted",
)
_BY_CODE = through_the_door(
    _SITUATION.add_columns(access.c.key_by_code).where(access.c.code_hash == bindparam("wanted")),
    access,
    hashed="wanted",
)
_WAYS = through_the_door(
    select(access.c.token_hash.is_not(None), access.c.key_by_code.is_not(None)).where(
        access.c.id == bindparam("wanted")
    ),
    access,
    named="wanted",
)
_GOAL = through_the_door(
    select(link_consent.c.goal).where(link_consent.c.contact_id == bindparam("contact")),
    link_consent,
    named="wanted",
)
_OPEN_LINK = through_the_door(
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
        wave.c.live_at,
        wave.c.paused_at,
        wave.c.closed_at,
        organisation.c.slug,
        organisation.c.name,
        wave.c.providers,
        wave.c.provider_example,
        wave.c.organisation_id,
        organisation.c.settings_revision,
        wave.c.is_test,
        version.c.own,
    )
    .join(wave, wave.c.id == open_link.c.wave_id)
    .join(organisation, organisation.c.id == wave.c.organisation_id)
    .join(
        version,
        (version.c.wave_id == wave.c.id) & (version.c.questionnaire == open_link.c.questionnaire),
    )
    .where(open_link.c.token_hash == bindparam("wanted")),
    open_link,
    hashed="wanted",
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


def open_situation(
    engine: Engine, hashed: bytes, today: datetime.date
) -> tuple[Situation, str] | None:
    """What an open link leads to, and its id; or None. `used` says that it is at its maximum."""
    row = row_of(engine, _OPEN_LINK, {"wanted": hashed})
    if row is None:
        return None
    situation = Situation(
        access_id="",
        mode="web",
        invitation_id="",
        contact_id=None,
        used=row[4] >= row[3],
        language="nl",
        code=row[2],
        version=row[5],
        wave_id=row[1],
        linked=row[6] == "linked",
        state=wave_state(WaveMoments(*row[7:12]), today),
        day=today,
        organisation_slug=row[12],
        organisation_name=row[13],
        revision=0,
        submitted=False,
        ciphertext=None,
        contract=True,
        providers=row[14],
        provider_example=row[15],
        organisation_id=row[16],
        settings_revision=row[17],
        is_test=row[18],
        own=row[19],
    )
    return situation, row[0]


def ways_of_draft(engine: Engine, access_id: str) -> tuple[bool, bool]:
    """Whether a draft has a link of its own, and whether a code opens it."""
    has_link, has_code = row_of(engine, _WAYS, {"wanted": access_id}) or (False, False)
    return bool(has_link), bool(has_code)


def goal_of(engine: Engine, access_id: str, contact_id: str | None) -> int | None:
    """The goal (an option of C209) that a linked person once gave, or None."""
    row = row_of(engine, _GOAL, {"wanted": access_id, "contact": contact_id})
    return None if row is None or row[0] is None else int(row[0])


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
        state=wave_state(WaveMoments(*row[10:15]), today),
        day=today,
        organisation_slug=row[15],
        organisation_name=row[16],
        revision=row[17],
        submitted=row[18],
        ciphertext=row[19],
        contract=row[20],
        providers=row[21],
        provider_example=row[22],
        organisation_id=row[23],
        settings_revision=row[24],
        is_test=row[25],
        own=row[26],
    )
