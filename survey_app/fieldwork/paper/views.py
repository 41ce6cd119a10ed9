"""Paper: what there is to print and to key in, and how well the keying goes."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, render_template, request

from survey_app.clock import today
from survey_app.database import reading
from survey_app.documents.typesetting import typeset
from survey_app.errors import BadInput
from survey_app.fieldwork.calls.queries import all_waves
from survey_app.fieldwork.paper.queries import (
    keyed_twice,
    printable,
    waiting_checks,
    wave_and_organisation,
)
from survey_app.fieldwork.paper.services import takes_paper
from survey_app.fieldwork.paper.sheet import paper_html
from survey_app.fieldwork.presentation import keyed_twice_words
from survey_app.models import Wave
from survey_app.organisations.asked.queries import questionnaires_of
from survey_app.organisations.settings import OrganisationSettings
from survey_app.organisations.waves import wave_settings
from survey_app.questionnaire.definition import Questionnaire
from survey_app.texts.translations import SOURCE, Language, Translations
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")


@dataclass(frozen=True, slots=True)
class PrintableLine:
    """A questionnaire of a wave: its languages, and the sheets that wait for a second keying."""

    questionnaire: Questionnaire
    languages: tuple[Language, ...]
    waiting: int


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/papier", "paper", paper, methods=["GET"])
    rule("/papier/<wave_id>/<code>.pdf", "paper_form", paper_form, methods=["GET"])


@fieldworker
def paper() -> Any:
    """Per wave: every questionnaire, to print and to key in."""
    catalogue = installation_here().catalogue
    with reading(installation_here().engine) as database:
        waiting, checked = waiting_checks(database), keyed_twice(database)
        waves = [
            (
                wave,
                owner,
                _lines(wave.id, questionnaires_of(database, catalogue, wave.id), waiting),
                keyed_twice_words(checked.get(owner.id)),
            )
            for wave, owner in all_waves(database)
            if takes_paper(wave)
        ]
    return render_template("fieldwork/paper.html", waves=waves, today=today())


@fieldworker
def paper_form(wave_id: str, code: str) -> Any:
    """A questionnaire of this wave as PDF, in the language that was chosen."""
    _, settings, questionnaire = wave_sheet(wave_id, code)
    language = request.args.get("taal", SOURCE)
    synthetic = installation_here().config.synthetic
    try:
        html = paper_html(questionnaire, settings, translations_here(), language, synthetic)
    except BadInput:
        abort(404)
    response = Response(typeset(html), mimetype="application/pdf")
    name = f"{questionnaire.code}-{language}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def wave_sheet(wave_id: str, code: str) -> tuple[Wave, OrganisationSettings, Questionnaire]:
    """The wave, the organisation's settings and the questionnaire as frozen into the wave."""
    installation = installation_here()
    with reading(installation.engine) as database:
        found = wave_and_organisation(database, wave_id)
        asked = questionnaires_of(database, installation.catalogue, wave_id)
    on_list = {one.code for one in printable(installation.catalogue)}
    if found is None or code not in asked or code not in on_list:
        abort(404)
    wave, owner = found
    settings = wave_settings(wave, owner)
    return wave, settings, asked[code]


def translations_here() -> Translations:
    """The languages as respondents get them."""
    return cast("Translations", current_app.extensions["offers"].translations)


def languages_of(questionnaire: Questionnaire) -> tuple[Language, ...]:
    """The languages that this questionnaire may be printed in, Dutch first; looked up once."""
    offers = current_app.extensions["offers"]
    found = offers.languages(questionnaire.code, questionnaire.version)
    return cast("tuple[Language, ...]", found)


def _lines(
    wave_id: str, asked: dict[str, Questionnaire], waiting: dict[tuple[str, str], int]
) -> list[PrintableLine]:
    on_list = {one.code for one in printable(installation_here().catalogue)}
    return [
        PrintableLine(one, languages_of(one), waiting.get((wave_id, code), 0))
        for code, one in asked.items()
        if code in on_list
    ]
