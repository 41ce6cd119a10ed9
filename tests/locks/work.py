"""The work that goes on beside respondents, of any size, as files and rows to begin with."""

import csv
import datetime
import random
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert

from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.installation import Installation
from survey_app.intake.sheets import COLUMNS
from survey_app.models import InboxItem, Wave
from survey_app.stores.inbox import Submission, inbox_row

ORGANISATION = "Gemeente Voorbeeldstad"
QUESTIONNAIRE = "K3-TIJDENS"
WEEK = datetime.timedelta(days=7)
ITEMS = ("C301", "C302", "C303", "C305", "C306", "C307", "C309")
PART = 1000


def wave_beside(installation: Installation, name: str = "Ernaast") -> str:
    """Another open wave of the same organisation, in which nobody answers now; its id."""
    return new_wave(installation, WavePlan(name, ORGANISATION, today() - WEEK, today() + WEEK))


def contact_file(folder: Path, people: int) -> Path:
    """So many people who get a letter."""
    path = folder / "mensen.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("naam", "mobiel", "adres", "postcode", "plaats", "vragenlijst"))
        writer.writerows(
            (f"Persoon {n}", f"061{n:07d}", f"Kade {n}", "2741 AB", "Waddinxveen", QUESTIONNAIRE)
            for n in range(people)
        )
    return path


def answer_file(folder: Path, rows: int) -> Path:
    """So many answers, seven of each person."""
    chance = random.Random(1)
    path = folder / "antwoorden.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            item = ITEMS[number % len(ITEMS)]
            who = f"p{number // len(ITEMS)}"
            answer = str(chance.randint(1, 5))
            writer.writerow((who, QUESTIONNAIRE, item, answer, today().isoformat(), "web"))
    return path


def fill_inbox(installation: Installation, wave_id: str, sheets: int) -> None:
    """So many sealed sheets that wait."""
    chance = random.Random(2)
    with reading(installation.engine) as session:
        owner = session.get_one(Wave, wave_id).organisation_id
    for start in range(0, sheets, PART):
        rows = [
            inbox_row(installation, wave_id, one) | {"organisation_id": owner}
            for one in submissions(chance, min(PART, sheets - start))
        ]
        with session_of(installation.engine) as session:
            session.execute(insert(InboxItem), rows)
            session.commit()


def submissions(chance: random.Random, number: int) -> Iterator[Submission]:
    """Sheets with an answer to every question of `ITEMS`."""
    for _ in range(number):
        answers = {item: chance.randint(1, 5) for item in ITEMS}
        yield Submission(QUESTIONNAIRE, 1, answers, today(), {"B1": chance.randint(1, 6)})


def closed_waves(installation: Installation, number: int, sheets: int) -> None:
    """So many waves that closed just now, each with sheets that still wait."""
    for place in range(number):
        wave_id = wave_beside(installation, f"Meting {place}")
        fill_inbox(installation, wave_id, sheets)
        with session_of(installation.engine) as session:
            session.get_one(Wave, wave_id).closed_at = now()
            session.commit()
