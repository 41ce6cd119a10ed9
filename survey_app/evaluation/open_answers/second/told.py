"""How far two readers agree, in the file of the evaluation."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from survey_app.evaluation.open_answers.second.queries import read_twice_of
from survey_app.evaluation.open_answers.words import MINIMUM


def second_reading(session: Session, wave_id: str) -> dict[str, Any] | None:
    """Size of the sample, what was read twice and the agreement; None below the minimum."""
    found = read_twice_of(session, wave_id)
    if found.agreement is None or found.agreement.n < MINIMUM:
        return None
    return {"sample": found.total, "unsettled": found.differing, **asdict(found.agreement)}
