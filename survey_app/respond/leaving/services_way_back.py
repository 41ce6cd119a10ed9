"""A way back for somebody who came by an open link: a code, made only when they ask for it.

Nothing is stored of who asked: the database gets a hash of the code and the draft key wrapped
under it, as for a letter code. Stopping deletes both, sending or closing makes them useless.
"""

from dataclasses import dataclass

from sqlalchemy import update

from survey_app.crypto.tokens import way_back_code
from survey_app.installation import Installation
from survey_app.respond.entering.services import RECONTACT
from survey_app.respond.queries import access, ways_of_draft
from survey_app.respond.sitting import Sitting
from survey_app.respond.store import writing_to
from survey_app.ways_in.access import way_back_row


@dataclass(frozen=True, slots=True)
class WayBack:
    """How somebody can come back: `code` once it was asked for; `may_ask` without a link."""

    code: str
    may_ask: bool


def way_back_of(installation: Installation, sitting: Sitting) -> WayBack:
    """The way back of this draft; only reads."""
    has_link, has_code = ways_of_draft(installation.engine, sitting.situation.access_id)
    may_ask = not has_link and sitting.situation.code != RECONTACT
    return WayBack(way_back_code(sitting.draft_key) if may_ask and has_code else "", may_ask)


def make_way_back(installation: Installation, sitting: Sitting) -> None:
    """Let a code open this draft; asking again changes nothing."""
    access_id = sitting.situation.access_id
    found = way_back_of(installation, sitting)
    if found.code or not found.may_ask:
        return
    stored = way_back_row(installation, access_id, sitting.draft_key)  # slow: nobody waits for it
    with writing_to(installation.engine, named=access_id) as connection:
        connection.execute(
            update(access)
            .where(access.c.id == access_id, access.c.key_by_code.is_(None))
            .values(stored)
        )
