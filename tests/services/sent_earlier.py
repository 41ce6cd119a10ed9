"""Days go by after messages were sent."""

import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from survey_app.models import Message


def days_pass(engine: Engine, days: int) -> None:
    """As if everything that was sent went out so many days earlier."""
    with Session(engine) as session:
        for message in session.scalars(select(Message).where(Message.sent_on.is_not(None))):
            assert message.sent_on is not None
            message.sent_on -= datetime.timedelta(days=days)
        session.commit()
