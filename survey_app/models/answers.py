"""The answer store: responses without a name, the counts of figures, open answers to review."""

import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.database import Base
from survey_app.models.columns import (
    Code,
    IndexedRowId,
    Moment,
    Names,
    OptionalCode,
    OptionalMoment,
    OptionalRowId,
    RandomId,
    RowId,
)
from survey_app.models.tenancy import OfOrganisation, not_negative, one_of, within

FEELINGS = ("negatief", "gemengd", "neutraal", "positief")
REASONS = ("meaning", "too_much", "distress")


class Response(OfOrganisation, Base):
    """One answer sheet: new random id, ISO week only, one compact JSON row.

    What stands beside the answers is empty where it would lead to a person (intake/coarsening).
    """

    __tablename__ = "response"
    __table_args__ = (within("wave"), one_of("mode", "web", "phone", "paper"))
    id: Mapped[RandomId]
    wave_id: Mapped[IndexedRowId]
    questionnaire: Mapped[Code]
    version: Mapped[int]
    period: Mapped[str | None] = mapped_column(String(8))  # 2026-W47, or 2026-11
    mode: Mapped[OptionalCode]
    helped: Mapped[bool | None]
    language: Mapped[OptionalCode]
    easy_read: Mapped[bool | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    background: Mapped[dict[str, Any]] = mapped_column(JSON)
    link_code: Mapped[str | None] = mapped_column(index=True)


class ResponseCount(OfOrganisation, Base):
    """Responses per questionnaire and category of a published breakdown ('' = all)."""

    __tablename__ = "response_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)
    category: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class AnswerCount(OfOrganisation, Base):
    """How often each value was given to a question ('' = shown but left blank)."""

    __tablename__ = "answer_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    question: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)
    category: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class PatternCount(OfOrganisation, Base):
    """How often each pattern of values on a cell's questions occurs, e.g. '5,4' or '9,'.

    The pattern keeps who answered what together, so person scores, means, spreads and
    Cronbach's alpha all follow from these counts without reading a response again.
    """

    __tablename__ = "pattern_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    cell: Mapped[Code] = mapped_column(primary_key=True)
    pattern: Mapped[Code] = mapped_column(primary_key=True)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)
    category: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class ScoreCount(OfOrganisation, Base):
    """How often each sum over all scored questions of a questionnaire occurs, per mode.

    `points` counts in thirty-sixths of a full judgement, which both answer scales divide; `valid`
    of the `asked` questions had a judgement. One score per person over a whole questionnaire.
    """

    __tablename__ = "score_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    points: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    breakdown: Mapped[Code] = mapped_column(primary_key=True)
    category: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class PairCount(OfOrganisation, Base):
    """How often two answers of one person go together.

    Either both stand on one sheet (which organisation helped most, and its mark), or a code that
    the person agreed to joins two sheets (expectation and outcome, step at start and end). The
    wave is that of the second answer.
    """

    __tablename__ = "pair_count"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    first: Mapped[Code] = mapped_column(primary_key=True)
    first_value: Mapped[Code] = mapped_column(primary_key=True)
    second: Mapped[Code] = mapped_column(primary_key=True)
    second_value: Mapped[Code] = mapped_column(primary_key=True)
    n: Mapped[int]


class ImportedToken(OfOrganisation, Base):
    """Keyed hash of an imported answer sheet, so that the same file twice doubles nothing."""

    __tablename__ = "imported_token"
    __table_args__ = (within("wave"),)
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    sheet_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)


class OpenAnswer(OfOrganisation, Base):
    """One text of a closed wave, under an id of its own and in no order.

    Nothing here says which sheet it stood on, nor what else that person answered. Approving a
    quote takes the original away.
    """

    __tablename__ = "open_answer"
    __table_args__ = (
        within("wave"),
        UniqueConstraint("id", "organisation_id"),
        one_of("label", *FEELINGS),
        not_negative("times_skipped"),
        CheckConstraint("(quote is null) or (original is null)", name="original_gone"),
        CheckConstraint(
            "(quote is null and original is not null) or reviewed_at is not null",
            name="read_before_quoted",
        ),
        Index("ix_open_answer_of_wave", "wave_id", "questionnaire"),
    )
    id: Mapped[RandomId]
    wave_id: Mapped[RowId]
    questionnaire: Mapped[Code]
    question: Mapped[Code]
    original: Mapped[str | None] = mapped_column(Text)
    language: Mapped[Code]
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # kind, start, end in characters
    proposed_label: Mapped[OptionalCode]
    label: Mapped[OptionalCode]  # as the reviewer decided
    themes: Mapped[tuple[str, ...]] = mapped_column(Names)  # proposed, then as decided
    quote: Mapped[str | None] = mapped_column(Text)
    reviewed_at: Mapped[OptionalMoment]
    reviewed_by: Mapped[OptionalRowId]  # an account, no key: the row outlives it
    times_skipped: Mapped[int] = mapped_column(default=0)


class CoverOpened(OfOrganisation, Base):
    """A reviewer looked at what was covered in an answer: who, when and why."""

    __tablename__ = "cover_opened"
    __table_args__ = (
        within("open_answer", ondelete="CASCADE"),
        one_of("reason", *REASONS),
        Index("ix_cover_opened_open_answer", "open_answer_id"),
    )
    id: Mapped[RandomId]
    open_answer_id: Mapped[RowId]
    account_id: Mapped[RowId]  # no key: the row outlives the account
    reason: Mapped[Code]
    opened_at: Mapped[Moment]


class ResponseDay(OfOrganisation, Base):
    """How many sheets of a questionnaire, moved to the answers by now, were sent in on a day."""

    __tablename__ = "response_day"
    __table_args__ = (within("wave"), not_negative("n"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    n: Mapped[int]


class ResponseTarget(OfOrganisation, Base):
    """The response that is hoped for, in percent."""

    __tablename__ = "response_target"
    __table_args__ = (
        within("wave"),
        CheckConstraint("percent between 1 and 100", name="a_percentage"),
    )
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    percent: Mapped[int]


class ResponseBalance(OfOrganisation, Base):
    """How the answers so far resemble the people there are, as a fieldworker may know it.

    `groups` per breakdown: category, population, the band in which the number of answers lies,
    ratio of shares and whether advies 3 is met, all made from the bands (analysis/disclosure).
    """

    __tablename__ = "response_balance"
    __table_args__ = (within("wave"), not_negative("answers"))
    wave_id: Mapped[RowId] = mapped_column(primary_key=True)
    questionnaire: Mapped[Code] = mapped_column(primary_key=True)
    answers: Mapped[int]
    groups: Mapped[dict[str, Any]] = mapped_column(JSON)
    r_indicator: Mapped[float | None]
    r_word: Mapped[OptionalCode]
