"""The conclusions of a wave for the page of this request."""

from survey_app.database import reading
from survey_app.evaluation.judging.presentation import ShownJudgement, shown_judgements
from survey_app.evaluation.judging.queries import judgements
from survey_app.evaluation.publishing.pages import OpenedEdition
from survey_app.visits.staff_session import current_staff
from survey_app.web.current import installation_here


def judgements_here(page: OpenedEdition, about: str) -> dict[str, ShownJudgement]:
    """By code of the norm or the point."""
    staff = current_staff()
    with reading(installation_here().engine) as session:
        found = judgements(session, page.wave_id, about)
    return shown_judgements(found, page.edition.version, staff.name if staff else "")
