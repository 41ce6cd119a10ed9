"""Recorded questions and answers: public sound, of one organisation."""

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Moment
from survey_app.models.tenancy import OfOrganisation, not_negative, of_organisation

QUESTION_ITSELF = -1  # in place of the value of an answer
CODE, LANGUAGE, DIGEST = String(40), String(2), String(16)


class Recording(OfOrganisation, Base):
    """A question (`option` is -1) or one of its answers, spoken in one language.

    `digest` is the beginning of the SHA-256 of the content and stands in its address.
    """

    __tablename__ = "recording"
    __table_args__ = (
        of_organisation(),
        not_negative("milliseconds"),
        not_negative("size"),
        Index("ix_recording_digest", "organisation_id", "digest"),
    )
    organisation_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(LANGUAGE, primary_key=True)
    questionnaire: Mapped[str] = mapped_column(CODE, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(CODE, primary_key=True)
    option: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(DIGEST)
    milliseconds: Mapped[int]
    size: Mapped[int]
    added_at: Mapped[Moment]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
