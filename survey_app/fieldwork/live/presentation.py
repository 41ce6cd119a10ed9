"""What a fieldworker reads before a wave goes live."""

from dataclasses import dataclass

from survey_app.clock import now, today
from survey_app.database import reading
from survey_app.fieldwork.live.queries import other_fieldworkers
from survey_app.fieldwork.live.rules import A_DAY, Hurdle, hurdle
from survey_app.fieldwork.live.services import candidate, stamp
from survey_app.fieldwork.waves.presentation import WavePage, wave_page_of
from survey_app.installation import Installation
from survey_app.models import Wave
from survey_app.texts.dutch import moment_words


@dataclass(frozen=True, slots=True)
class LivePage:
    """A wave that may go live, and what keeps it from going."""

    wave: WavePage
    hurdle: Hurdle
    seen: str
    colleagues: tuple[str, ...]  # who else may do it
    later: str  # from when on one person alone needs no reason


def live_page(installation: Installation, wave_id: str, account_id: str) -> LivePage | None:
    """The page of this wave for this person; None when there is no such wave here."""
    page = wave_page_of(installation, wave_id, today())
    if page is None:
        return None
    with reading(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        colleagues = other_fieldworkers(session, wave.organisation_id, account_id)
        found = hurdle(candidate(wave), account_id, not colleagues, now(), today())
        later = (wave.checked_at or now()) + A_DAY
    return LivePage(
        wave=page,
        hurdle=found,
        seen=stamp(wave),
        colleagues=colleagues,
        later=moment_words(later),
    )
