"""What evaluators of Voorbeeldstad gathered themselves: documents with their judgements."""

import datetime

from survey_app.database import reading, session_of
from survey_app.demo.municipality import Measurement
from survey_app.evaluation.documents.queries import documents_of
from survey_app.evaluation.documents.services import (
    DocumentFacts,
    agree_with_document,
    save_document,
)
from survey_app.installation import Installation
from survey_app.models.evidence import NOT_ENOUGH
from survey_app.organisations.waves import find_wave

FIRST_READER, SECOND_READER = "onderzoeker A", "onderzoeker B"
# code, title, where, years before the wave, light, reason
DOCUMENTS = (
    ("D01", "Gedragscode Werk en Inkomen", "intranet", 3, "groen", "Zes duidelijke afspraken."),
    ("D03", "Format persoonlijk plan", "zaak 114, bijlage 1", 1, "oranje", "Doelen staan erin, "
     "een datum om ze na te gaan niet."),
    ("D09", "Evaluatie pilot tegenprestatie", "raadsinformatie, blz. 11", 9, NOT_ENOUGH,
     "De evaluatie noemt geen aantallen."),
    ("D10", "Bestek re-integratiediensten", "zaak 220, blz. 6", 2, "oranje", "Kwaliteit weegt mee, "
     "ervaringen van cliënten niet."),
    ("D13", "Taaltoets van twaalf brieven", "map communicatie", 1, "rood", "Negen van de twaalf "
     "brieven zijn moeilijker dan B1."),
    ("D19", "Indicatoren bij de begroting", "begroting, blz. 48", 1, None, ""),
)  # fmt: skip


def bring_evidence(installation: Installation, measurement: Measurement) -> None:
    """Add the documents of a wave, once; a second reader agrees with every other judgement."""
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, measurement.name).id
    with reading(installation.engine) as session:
        if documents_of(session, wave_id):
            return
    for number, (code, title, where, years, light, reason) in enumerate(DOCUMENTS):
        year = measurement.starts_on.year - years
        said = DocumentFacts(
            code, f"{title} ({year})", where, datetime.date(year, 1, 1), None, light, reason
        )
        made = save_document(installation.engine, wave_id, None, said, FIRST_READER)
        if light is not None and number % 2 == 0:
            agree_with_document(installation.engine, wave_id, made, SECOND_READER)
