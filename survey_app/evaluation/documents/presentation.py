"""The documents in words: by kind, with judgement and second reader."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from survey_app.evaluation.evidence.names import REGISTER
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.evaluation.wording import date_words
from survey_app.models import EvidenceDocument
from survey_app.models.evaluating.evidence import NOT_ENOUGH
from survey_app.questionnaire.framework import Framework


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document as it stands on a page."""

    id: str
    title: str
    reference: str
    period: str
    added_on: str
    light: Light | None
    cannot: bool
    reason: str
    by: str
    second: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind D01-D21 with what was added of it, and where it is evidence."""

    code: str
    name: str
    advices: tuple[str, ...]
    documents: tuple[ShownDocument, ...]


def document_kinds(
    framework: Framework, found: Iterable[EvidenceDocument], reader: str
) -> tuple[DocumentKind, ...]:
    """Every kind in order, added or not."""
    by_code: dict[str, list[ShownDocument]] = defaultdict(list)
    for one in found:
        by_code[one.code].append(shown_document(one, reader))
    return tuple(
        DocumentKind(
            kind.code,
            kind.name,
            tuple(one.code for one in framework.advice_points if kind.code in one.evidence),
            tuple(by_code[kind.code]),
        )
        for kind in framework.documents
        if kind.code != REGISTER
    )


def shown_document(one: EvidenceDocument, reader: str) -> ShownDocument:
    """One document in words, for this reader."""
    last = one.tells_to
    return ShownDocument(
        id=one.id,
        title=one.title,
        reference=one.reference,
        period=date_words(one.tells_from.isoformat())
        + (f" tot en met {date_words(last.isoformat())}" if last else ""),
        added_on=date_words(one.added_on.isoformat()),
        light=light_of(one.light) if one.light and one.light != NOT_ENOUGH else None,
        cannot=one.light == NOT_ENOUGH,
        reason=one.reason,
        by=one.judged_by or "",
        second=one.read_by or "",
        is_own=one.judged_by == reader,
    )
