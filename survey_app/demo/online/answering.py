"""A few people of Voorbeeldstad who answer through the web application's own services."""

from collections.abc import Iterable

from survey_app.demo.answers import respondent
from survey_app.demo.judging import Respondent, answers_of
from survey_app.demo.municipality import Measurement, luck
from survey_app.installation import Installation
from survey_app.questionnaire.routing import next_question
from survey_app.respond.answering.offers import Offers
from survey_app.respond.answering.services import Page, open_sitting, save_page
from survey_app.respond.answering.services_submit import submit
from survey_app.respond.entering.services import door_of, enter_by_link
from survey_app.texts.installed import installed_translations
from survey_app.visits.visitor import Preferences


def answer_by_link(
    installation: Installation, tokens: Iterable[str], measurement: Measurement, seed: int
) -> int:
    """Let the person behind each link answer every question and send; returns how many did."""
    translations = installed_translations(installation.config, installation.catalogue)
    offers = Offers(installation.catalogue, translations, installation.engine)
    number = 0
    for number, token in enumerate(tokens, start=1):
        chance = luck("web", seed, number)
        person = respondent(1000 + number, measurement, chance)
        _answer(installation, offers, token, person)
    return number


def _answer(installation: Installation, offers: Offers, token: str, person: Respondent) -> None:
    engine = installation.engine
    visitor = enter_by_link(engine, door_of(engine, installation.keys, token), token)
    sitting = open_sitting(engine, offers, visitor, Preferences())
    answers = answers_of(sitting.questionnaire, person)
    question = next_question(sitting.questionnaire, sitting.answers, None)
    while question is not None:
        page = Page(question.code, answers[question.code], sitting.situation.revision)
        sitting = save_page(engine, sitting, page)
        question = next_question(sitting.questionnaire, sitting.answers, question.code)
    submit(installation, offers, sitting)
