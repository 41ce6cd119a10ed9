"""The long answer file of a wave of Voorbeeldstad (method.md D.17 point 9)."""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from random import Random

from survey_app.demo.judging import Respondent, answers_of
from survey_app.demo.municipality import GROUPS, NAME, PROVIDERS, Measurement, luck, size
from survey_app.questionnaire.answers import to_record
from survey_app.questionnaire.definition import Catalogue, Circumstances, Questionnaire
from survey_app.questionnaire.routing import questions_for

HEADER = ("token", "form", "item", "value", "date", "mode")
MODES = {"web": 70, "phone": 12, "paper": 12, "help": 6}
SPREAD_OF_PEOPLE = 1.1


def write_answers(
    path: Path, catalogue: Catalogue, measurement: Measurement, clients: int, seed: int
) -> int:
    """Write the answers that everybody gave so far; returns the number of answer sheets."""
    sheets = 0
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for code in GROUPS:
            asked = questions_for(
                catalogue.latest(code),
                Circumstances(providers=PROVIDERS, provider_example=PROVIDERS[0]),
            )
            chance = luck(NAME, seed, measurement.shift, code)
            for number in range(size(code, clients).answers):
                writer.writerows(_sheet(asked, number, measurement, chance))
                sheets += 1
    return sheets


def respondent(number: int, measurement: Measurement, chance: Random) -> Respondent:
    """An invented person with a leaning of their own."""
    return Respondent(number, chance.gauss(0, SPREAD_OF_PEOPLE), measurement.shift, chance)


def _sheet(
    asked: Questionnaire, number: int, measurement: Measurement, chance: Random
) -> Iterator[tuple[str, ...]]:
    token = f"{measurement.name}-{asked.code}-{number}"
    date = (measurement.starts_on + datetime.timedelta(days=chance.randint(0, 20))).isoformat()
    mode = chance.choices(list(MODES), list(MODES.values()))[0]
    answers = answers_of(asked, respondent(number, measurement, chance))
    for code, value in answers.items():
        question = asked.question(code)
        if question.kind != "consent":
            form = question.home or asked.code
            yield token, form, code, to_record(question, value), date, mode
