"""A question as a respondent gets it on a phone, in colours that are not stored yet."""

from collections.abc import Mapping

from flask import current_app, render_template

from survey_app.installation import Installation
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import Question
from survey_app.texts.installed import installed_translations
from survey_app.texts.translations import SOURCE, fill

QUESTIONNAIRE, NUMBER = "K3-TIJDENS", 2


def preview_page(
    installation: Installation, settings: OrganisationSettings, style: str, logo: str
) -> str:
    """The page of one question, with a style sheet at the address `style`."""
    translations = installed_translations(installation.config, installation.catalogue)
    dutch = translations.languages[SOURCE]
    asked = installation.catalogue.latest(QUESTIONNAIRE)
    question = next(one for one in asked.questions if _is_choice(one))
    return render_template(
        "respond/question_choice.html",
        t=dutch.texts,
        fill=fill,
        language=dutch,
        languages=(),
        organisation=settings,
        style=style,
        logo=logo,
        question=question,
        number=NUMBER,
        total=len(asked.questions),
        given=(str(question.options[1].value),),
        back="#",
        here="",
        synthetic=installation.config.synthetic,
    )


def preview_style(colours: Mapping[str, str]) -> str:
    """The common style sheet in these colours, whatever the device prefers."""
    values = "".join(f"--{token}:{value};" for token, value in sorted(colours.items()))
    common = current_app.extensions["static_files"].content("respond.css").decode()
    return f"{common}:root{{{values}color-scheme:light}}"


def _is_choice(question: Question) -> bool:
    return question.kind not in ("multiple", "numbers", "open", "consent") and bool(
        question.options
    )
