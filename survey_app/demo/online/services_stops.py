"""How far the invented people came who began to answer a wave that is over, and stopped."""

from survey_app.database import session_of
from survey_app.demo.municipality import GROUPS, Measurement, size
from survey_app.installation import Installation
from survey_app.models import SENT, PageReached
from survey_app.organisations.waves import find_wave
from survey_app.questionnaire.definition import Circumstances, Questionnaire
from survey_app.questionnaire.routing import questions_for

# Of every answer sheet so many more people stopped at this page: at the fourth question, and at
# the first about themselves.
EARLY, PERSONAL = (3, 0.2), ("T-B1", 0.17)


def bring_stops(installation: Installation, measurement: Measurement, clients: int) -> None:
    """Count the pages of a wave, once: its answers come from a file, that no page counted."""
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, measurement.name).id
        for code in GROUPS:
            asked = installation.catalogue.latest(code)
            for page, n in _reached(asked, size(code, clients).answers).items():
                row = PageReached(wave_id=wave_id, questionnaire=code, page=page, n=n)
                session.merge(row)
        session.commit()


def _reached(asked: Questionnaire, sent: int) -> dict[str, int]:
    """Per page that everybody is asked on how many forms it was answered."""
    everybody = questions_for(asked, Circumstances()).questions
    pages = [one.code for one in everybody if one.route is None]
    found, still = {SENT: sent}, sent
    for place, code in reversed(list(enumerate(pages))):
        found[code] = still
        if place == EARLY[0]:
            still += round(EARLY[1] * sent)
        if code == PERSONAL[0]:
            still += round(PERSONAL[1] * sent)
    return found
