"""Waves that have ended and that nobody has closed: their last answers wait for that."""

from sqlalchemy import select

from survey_app.clock import today
from survey_app.database import reading
from survey_app.installation import Installation
from survey_app.logs.lines import logger_of
from survey_app.models import Wave

logger = logger_of(__name__)


def ask_to_close(installation: Installation) -> None:
    """Ask the operator, once for each run: closing is final, and paper may still come in."""
    ended = select(Wave.name, Wave.ends_on).where(
        Wave.live_at.is_not(None), Wave.closed_at.is_(None), Wave.ends_on < today()
    )
    with reading(installation.engine) as session:
        waves = session.execute(ended.order_by(Wave.ends_on)).all()
    for name, last in waves:
        logger.warning(
            "a wave has ended and waits to be closed: fewer than ten answers wait until then",
            wave=name,
            ended_on=last.isoformat(),
            do="trajectspiegel close-wave",
        )
