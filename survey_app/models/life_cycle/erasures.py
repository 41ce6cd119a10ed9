"""Which erasures were carried out in this database (retention/erasures.py)."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Moment


class ErasureDone(Base):
    """The digest of a line of the list; whom it was about stands nowhere."""

    __tablename__ = "erasure_done"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    done_at: Mapped[Moment]
