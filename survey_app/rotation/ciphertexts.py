"""Every column that is kept under a key of the installation, and what else holds bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, inspect
from sqlalchemy.orm import InstrumentedAttribute

from survey_app.models import (
    CallNote,
    Contact,
    InboxItem,
    InterviewDraw,
    MessageReply,
    NeedsResponse,
    Recontact,
    TalkNote,
    Told,
    UploadedPiece,
    UploadedRow,
)
from survey_app.stores import bound_to
from survey_app.stores.bound_to import CONTACT_FILES

PART = 100
Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """A column, what each of its rows is bound to, and how many rows go at once.

    `purpose`: the key is derived for this; without `label` the column is sealed to the worker.
    """

    column: Column
    label: Callable[[Row[Any]], str] | None = None
    purpose: str = ""
    part: int = PART

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.column.class_.__tablename__}.{self.column.key}"

    @property
    def row_key(self) -> tuple[Column, ...]:
        """The columns that name a row."""
        mapper = inspect(self.column.class_)
        return tuple(
            mapper.get_property_by_column(one).class_attribute for one in mapper.primary_key
        )


def _of_owner(label: Callable[[str, str], str]) -> Callable[[Row[Any]], str]:
    return lambda row: label(row.organisation_id, row.id)


def _of_row(label: Callable[[str], str]) -> Callable[[Row[Any]], str]:
    return lambda row: label(row[0])


def _of_file(what: str) -> Callable[[Row[Any]], str]:
    return lambda row: bound_to.of_file(
        what, row.organisation_id, row.contact_upload_id, row.number
    )


# key -> what is kept under it; `contact` by AES-GCM, `worker_secret` in sealed boxes
KEPT_UNDER: Mapping[str, tuple[Ciphertext, ...]] = MappingProxyType(
    {
        "contact": (
            Ciphertext(Contact.ciphertext, _of_owner(bound_to.contact)),
            Ciphertext(CallNote.ciphertext, _of_owner(bound_to.call_note)),
            Ciphertext(MessageReply.ciphertext, _of_owner(bound_to.message_reply)),
            Ciphertext(UploadedPiece.ciphertext, _of_file("piece"), CONTACT_FILES, part=4),
            Ciphertext(UploadedRow.ciphertext, _of_file("row"), CONTACT_FILES),
            Ciphertext(Recontact.ciphertext, _of_row(bound_to.recontact)),
            Ciphertext(Recontact.drawn, _of_row(bound_to.recontact_drawn)),
            Ciphertext(Recontact.outcome, _of_row(bound_to.recontact_outcome)),
            Ciphertext(InterviewDraw.summary, _of_row(bound_to.interview_draw)),
            Ciphertext(NeedsResponse.note, _of_row(bound_to.needs_note)),
        ),
        "worker_secret": (
            Ciphertext(InboxItem.sealed),
            Ciphertext(Told.sealed),
            Ciphertext(TalkNote.sealed),
        ),
    }
)
