"""The points of the deeladviezen for the page of this request."""

from typing import Any

from survey_app.database import reading
from survey_app.evaluation.advice.told import points_told
from survey_app.evaluation.evidence.entries import published_entries
from survey_app.evaluation.publishing.pages import OpenedEdition
from survey_app.web.current import installation_here


def points_here(page: OpenedEdition) -> list[dict[str, Any]]:
    """As published; the page was opened with the subject `advice`."""
    with reading(installation_here().engine) as session:
        entries = published_entries(session, page.edition.entries, page.wave_id)
    return points_told(page.subjects["advice"], entries)
