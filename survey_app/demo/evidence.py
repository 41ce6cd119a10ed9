"""What evaluators of Voorbeeldstad gathered: documents, measures and recommendations."""

import datetime
from collections.abc import Sequence

from survey_app.database import reading, session_of
from survey_app.demo.municipality import Measurement
from survey_app.evaluation.documents.queries import documents_of
from survey_app.evaluation.documents.services import (
    DocumentFacts,
    agree_with_document,
    save_document,
)
from survey_app.evaluation.measures.queries import measures_of
from survey_app.evaluation.measures.services import (
    MeasureFacts,
    Seen,
    save_measure,
    set_state,
)
from survey_app.evaluation.norms.own.queries import own_frameworks
from survey_app.evaluation.norms.own.services import (
    CriterionFacts,
    new_framework,
    save_criterion,
)
from survey_app.installation import Installation
from survey_app.models.evaluating.evidence import NOT_ENOUGH
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


# kind, point, text, function, from whom; state and remark at each closed wave
MEASURES = (
    (
        MeasureFacts(
            "measure",
            "1.4",
            "Training klantgericht werken voor alle consulenten",
            "teamleider Werk",
            "",
            None,
        ),
        (
            ("running", "De helft is geweest."),
            ("done", "Iedereen is geweest; cliënten oordelen iets hoger."),
        ),
    ),
    (
        MeasureFacts(
            "measure",
            "8.3",
            "Eén contactpersoon per cliënt",
            "afdelingshoofd Sociaal domein",
            "",
            None,
        ),
        (("open", ""), ("running", "Sinds april bij nieuwe cliënten.")),
    ),
    (
        MeasureFacts(
            "measure",
            "5.5",
            "Binnen een maand na plaatsing bellen met de werkgever",
            "accountmanager",
            "",
            None,
        ),
        (("running", "Lukt bij twee van de drie."), None),
    ),
    (
        MeasureFacts(
            "recommendation",
            "10.1",
            "Maak de doelen van het beleid meetbaar.",
            "beleidsadviseur",
            "Rekenkamer, rapport over re-integratie",
            None,
        ),
        (
            ("open", "Staat op de agenda."),
            ("running", "Vier van de zeven doelen hebben nu een norm."),
        ),
    ),
)


OWN_FRAMEWORK = "Normenkader cliëntenraad"
CRITERIA = (
    CriterionFacts(
        "N1",
        "Wie hulp krijgt, weet waar die aan toe is.",
        "N1.1",
        "Cliënten zeggen het.",
        ("R06-C",),
    ),
    CriterionFacts(
        "N1",
        "Wie hulp krijgt, weet waar die aan toe is.",
        "N1.2",
        "Brieven zijn leesbaar.",
        ("D13",),
    ),
    CriterionFacts(
        "N2", "Hulp begint op tijd.", "N2.1", "Cliënten wachten niet te lang.", ("R05-C", "F02")
    ),
)


def bring_own_framework(installation: Installation, measurement: Measurement) -> None:
    """A framework of the client council, once."""
    engine = installation.engine
    with session_of(engine) as session:
        wave_id = find_wave(session, measurement.name).id
    with reading(engine) as session:
        if own_frameworks(session, wave_id):
            return
    made = new_framework(engine, wave_id, OWN_FRAMEWORK, FIRST_READER)
    for criterion in CRITERIA:
        save_criterion(engine, wave_id, (made, None), criterion, FIRST_READER)


def bring_measures(installation: Installation, measurements: Sequence[Measurement]) -> None:
    """The register from the first of these waves on, with the state at each of them; once."""
    engine = installation.engine
    with session_of(engine) as session:
        waves = [find_wave(session, one.name).id for one in measurements]
    with reading(engine) as session:
        if measures_of(session, waves[0]):
            return
    for said, states in MEASURES:
        made = save_measure(engine, waves[0], None, said, FIRST_READER)
        for wave_id, state in zip(waves, states, strict=False):
            if state is not None:
                set_state(engine, wave_id, made, Seen(*state), FIRST_READER)


def bring_evidence(installation: Installation, measurement: Measurement) -> None:
    """The documents of a wave, once; a second reader agrees with every other judgement."""
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
