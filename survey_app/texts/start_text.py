"""The sentences with which every questionnaire begins: on a screen, on paper and read aloud."""

import math
from collections.abc import Mapping

from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import Questionnaire
from survey_app.questionnaire.length import may_be_shorter, most_questions
from survey_app.texts.translations import fill

CLIENT_MINUTES = 5
SECONDS_PER_QUESTION = 15
# What a frightened person must see first stands together in the middle.
OPENING, PROMISE = ("why",), ("voluntary", "no_effect", "privacy")
PRACTICAL = ("time", "skip", "help", "other_ways")
LINES = (*OPENING, *PROMISE, *PRACTICAL)
# Who has the paper needs no offer of paper.
PAPER_LINES = LINES[:-1]


def start_lines(
    texts: Mapping[str, str],
    questionnaire: Questionnaire,
    settings: OrganisationSettings,
    lines: tuple[str, ...] = LINES,
) -> list[str]:
    """The sentences of the start text that this kind of questionnaire has, places filled."""
    section = "needs" if questionnaire.store == "needs" else questionnaire.party
    minutes = CLIENT_MINUTES
    if questionnaire.party != "C":
        most = most_questions(questionnaire, {})
        minutes = max(2, math.ceil(most * SECONDS_PER_QUESTION / 60))
    keys = (f"start.{section}.{line}" for line in lines)
    return [
        fill(texts[key], minutes=minutes, phone=settings.help_phone) for key in keys if key in texts
    ]


def length_line(texts: Mapping[str, str], questionnaire: Questionnaire) -> str:
    """How many questions there are: exactly, or at most when answers decide it."""
    key = "start.most_questions" if may_be_shorter(questionnaire) else "start.number_of_questions"
    return fill(texts[key], total=most_questions(questionnaire, {}))
