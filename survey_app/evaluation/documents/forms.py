"""The fields of a document, and what was typed in them."""

from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.documents.services import DocumentFacts
from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.evidence.names import REGISTER
from survey_app.models import EvidenceDocument
from survey_app.models.evaluating.evidence import NOT_ENOUGH
from survey_app.questionnaire.framework import Framework

LIGHT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "groen": "Voldaan",
        "oranje": "Beperkt voldaan",
        "rood": "Niet voldaan",
        NOT_ENOUGH: "Onvoldoende uitsluitsel",
    }
)


def document_codes(framework: Framework) -> dict[str, str]:
    """The documents that can be added."""
    return {
        one.code: f"{one.code} {one.name}" for one in framework.documents if one.code != REGISTER
    }


PLACE = (
    Field(
        "title",
        "Titel",
        "Zoals die op het document staat, met het jaar.",
        needed="Schrijf de titel op.",
        longest=200,
    ),
    Field(
        "reference",
        "Waar is het te vinden?",
        "Een zaaknummer, een adres op internet of een plek in het archief, met de bladzijde.",
        needed="Schrijf op waar het te vinden is.",
    ),
    Field(
        "tells_from",
        "Gaat over de tijd vanaf",
        "Niet de dag waarop u het toevoegt. Die bewaren wij zelf.",
        kind="day",
        needed="Vul in over welke tijd het gaat.",
    ),
    Field("tells_to", "tot en met", kind="day"),
)
JUDGEMENT = (
    Field("light", "Uw oordeel", kind="choice", choices=LIGHT_NAMES),
    Field(
        "reason",
        "Waarom oordeelt u dit?",
        "Noem de plaats in het document. Schrijf geen namen op. Een ander leest mee.",
        kind="text",
        longest=2000,
    ),
)


def fields_of(codes: Mapping[str, str]) -> tuple[Field, ...]:
    """The form; `codes` names the kinds of documents."""
    kind = Field(
        "code", "Wat voor document?", kind="choice", needed="Kies een soort.", choices=codes
    )
    return (kind, *PLACE, *JUDGEMENT)


def filled(document: EvidenceDocument) -> dict[str, str]:
    """A stored document as it stands in the fields."""
    return {
        "code": document.code,
        "title": document.title,
        "reference": document.reference,
        "tells_from": document.tells_from.isoformat(),
        "tells_to": document.tells_to.isoformat() if document.tells_to else "",
        "light": document.light or "",
        "reason": document.reason,
    }


def read_document(
    form: MultiDict[str, str], codes: Mapping[str, str]
) -> tuple[Typed, DocumentFacts | None]:
    """What was typed, and the document where nothing is wrong with it."""
    found = typed(form, fields_of(codes))
    if found["light"] and not found["reason"]:
        found = found.with_error("reason", "Schrijf op waarom u dit oordeelt.")
    if found.errors:
        return found, None
    first, last = found.day("tells_from"), found.day("tells_to")
    if first is None or (last is not None and last < first):
        return found.with_error("tells_to", "Deze dag ligt voor de eerste."), None
    said = DocumentFacts(
        found["code"],
        found["title"],
        found["reference"],
        first,
        last,
        found["light"] or None,
        found["reason"],
    )
    return found, said
