"""Paper that is keyed in twice: what is needed to compare, and how often the two differed."""

from sqlalchemy import JSON, CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import Code, IndexedRowId, RandomId
from survey_app.models.tenancy import OfOrganisation, not_negative, within


class PaperCheck(OfOrganisation, Base):
    """A sheet of paper that was drawn to be keyed in a second time.

    `digests` says of every question what was keyed in, under a key that follows from the number
    on the sheet itself; that number stands nowhere here, so only who holds the paper can compare.
    Until then the sheet waits in the inbox. Afterwards, or when the sheet moves, the digests go:
    what stays is how many questions were compared (`items`) and how many of them differed.
    """

    __tablename__ = "paper_check"
    __table_args__ = (
        within("wave"),
        within("inbox", ondelete="CASCADE"),
        CheckConstraint("(inbox_id is null) = (digests is null)", name="waits_or_done"),
        CheckConstraint("(items is null) = (differing is null)", name="counted_together"),
        not_negative("items"),
        not_negative("differing"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    questionnaire: Mapped[Code]
    number_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    inbox_id: Mapped[str | None] = mapped_column(unique=True)
    digests: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    items: Mapped[int | None]
    differing: Mapped[int | None]
