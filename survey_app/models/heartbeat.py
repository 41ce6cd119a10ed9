"""When a background program was last at work: so that a page can say that nobody is."""

from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, Moment


class Heartbeat(Base):
    """The last sign of life of one kind of program; written every ten seconds."""

    __tablename__ = "heartbeat"
    program: Mapped[Code] = mapped_column(primary_key=True)
    beaten_at: Mapped[Moment]
