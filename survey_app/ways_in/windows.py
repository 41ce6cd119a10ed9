"""In a rolling wave: whose turn it is, as a condition on invitations."""

import datetime

from sqlalchemy import ColumnElement, or_

from survey_app.models import Invitation
from survey_app.questionnaire.windows import OPEN_FOR


def in_window(day: datetime.date) -> ColumnElement[bool]:
    """The condition under which the window of an invitation is open on this day."""
    return Invitation.opens_on.between(day - OPEN_FOR, day)


def any_day_or_in_window(day: datetime.date) -> ColumnElement[bool]:
    """The same, or an invitation that has no window."""
    return or_(Invitation.opens_on.is_(None), in_window(day))
