"""Talks with people of Voorbeeldstad: invented notes, of which two were approved as quotes."""

import datetime

from survey_app.database import reading, session_of
from survey_app.demo.evidence import FIRST_READER, SECOND_READER
from survey_app.demo.municipality import Measurement
from survey_app.evaluation.talks.queries import talks_of
from survey_app.evaluation.talks.services import (
    NoteFacts,
    TalkFacts,
    add_note,
    add_talk,
    approve_quote,
    cover_notes,
    propose_quote,
)
from survey_app.installation import Installation
from survey_app.organisations.waves import find_wave

# kind, party, phase; the note with its cells and themes; what of it was made a quote
TALKS = (
    (
        ("telephone", "C", "tijdens"),
        NoteFacts(
            "Ik kreeg in een jaar drie contactpersonen. Mevrouw Jansen belde terug.",
            ("R09-C",),
            ("continuiteit",),
        ),
        "Ik kreeg in een jaar drie contactpersonen.",
    ),
    (
        ("panel", "W", "post"),
        NoteFacts(
            "Na de plaatsing hoorden wij niets meer. Een telefoontje was genoeg geweest.",
            ("R22-W",),
            ("nazorg",),
        ),
        "Een telefoontje was genoeg geweest.",
    ),
    (
        ("telephone", "C", "aanvang"),
        NoteFacts("De eerste brief begreep ik niet, het gesprek wel.", ("R03-C",), ("informatie",)),
        "",
    ),
)


def bring_talks(installation: Installation, measurement: Measurement) -> None:
    """The talks of a wave, once: typed, names covered, quoted and approved by another."""
    engine = installation.engine
    with session_of(engine) as session:
        wave_id = find_wave(session, measurement.name).id
    with reading(engine) as session:
        if talks_of(session, wave_id):
            return
    held_on = measurement.starts_on + datetime.timedelta(days=14)
    quotes = {}
    for (kind, party, phase), note, quote in TALKS:
        talk_id = add_talk(engine, wave_id, TalkFacts(kind, party, phase, held_on), FIRST_READER)
        quotes[add_note(installation, wave_id, talk_id, note)] = quote
    cover_notes(installation)
    for note_id, quote in quotes.items():
        if quote:
            propose_quote(engine, wave_id, note_id, quote, FIRST_READER)
            approve_quote(engine, wave_id, note_id, SECOND_READER)
