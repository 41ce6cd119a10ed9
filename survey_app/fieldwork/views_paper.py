"""Paper: forms to print, and a screen to key in what came back."""

import secrets
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import WaveClosed
from survey_app.fieldwork.forms import SheetForm, sheet_form
from survey_app.fieldwork.paper import on_paper, paper_html, paper_questions
from survey_app.fieldwork.queries import wave_questionnaires
from survey_app.fieldwork.queries_calls import all_waves
from survey_app.fieldwork.queries_paper import KEYED_STORE, printable, wave_and_organisation
from survey_app.fieldwork.services_paper import CodeRefused, Sheet, keep_sheet
from survey_app.fieldwork.views_calls import installation_here
from survey_app.models import Wave
from survey_app.questionnaire.answers import AnswerError, parse_answer
from survey_app.questionnaire.definition import Questionnaire, Value
from survey_app.settings_file import OrganisationSettings
from survey_app.texts.translations import fill
from survey_app.typesetting import typeset
from survey_app.visits.staff_session import role_required
from survey_app.waves import wave_settings

fieldworker = role_required("fieldworker")
CODE_FIELD, EMPTY = "code", "leeg"
KEY_LENGTH = 32


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/papier", "paper", paper, methods=["GET"])
    rule("/papier/<wave_id>/<code>.pdf", "paper_form", paper_form, methods=["GET"])
    rule("/papier/<wave_id>/<code>", "keying", keying, methods=["GET"])
    rule("/papier/<wave_id>/<code>", "keep", keep, methods=["POST"])


@fieldworker
def paper() -> Any:
    """Per wave: every questionnaire, to print and to key in."""
    catalogue = installation_here().catalogue
    on_list = {one.code for one in printable(catalogue)}
    with reading(installation_here().engine) as database:
        waves = [
            (
                wave,
                owner,
                [
                    catalogue.questionnaire(*one)
                    for one in wave_questionnaires(database, wave.id)
                    if one[0] in on_list
                ],
            )
            for wave, owner in all_waves(database)
            if wave.closed_at is None
        ]
    return render_template("fieldwork/paper.html", waves=waves, keyed=KEYED_STORE, today=today())


@fieldworker
def paper_form(wave_id: str, code: str) -> Any:
    """A questionnaire of this wave as PDF."""
    _, settings, questionnaire = _found(wave_id, code)
    content = typeset(paper_html(installation_here(), questionnaire, settings))
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{questionnaire.code}.pdf"'
    return response


@fieldworker
def keying(wave_id: str, code: str) -> Any:
    """An empty sheet."""
    wave, settings, questionnaire = _keyed(wave_id, code)
    return _sheet_page(wave, on_paper(questionnaire, settings))


@fieldworker
def keep(wave_id: str, code: str) -> Any:
    """Store a sheet, or show what cannot be right."""
    wave, settings, questionnaire = _keyed(wave_id, code)
    asked = on_paper(questionnaire, settings)
    form = sheet_form(request.form, asked.codes)
    if len(form.key) != KEY_LENGTH:
        abort(400)
    answers, errors = _answers(asked, form)
    if not errors and all(value is None for value in answers.values()):
        errors = {EMPTY: "Er is niets ingevuld. Een leeg formulier telt niet mee."}
    if errors:
        return _sheet_page(wave, asked, form, errors), 422
    try:
        keep_sheet(installation_here(), Sheet(wave_id, asked, answers, form.key, form.code))
    except CodeRefused as error:
        return _sheet_page(wave, asked, form, {CODE_FIELD: str(error)}), 422
    except WaveClosed:
        return redirect(to("fieldwork.paper"), 303)
    return redirect(to("fieldwork.keying", wave_id=wave_id, code=code, bewaard=1), 303)


def _answers(asked: Questionnaire, form: SheetForm) -> tuple[dict[str, Value], dict[str, str]]:
    """Every answer by the rule that holds for the screen too, and what is wrong, in words."""
    answers: dict[str, Value] = {}
    errors: dict[str, str] = {}
    texts = installation_here().catalogue.interface
    for question in asked.questions:
        try:
            answers[question.code] = parse_answer(question, form.raw[question.code])
        except AnswerError as error:
            errors[question.code] = fill(texts[error.key], **error.values)
    return answers, errors


def _sheet_page(
    wave: Wave,
    asked: Questionnaire,
    form: SheetForm | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    return render_template(
        "fieldwork/sheet.html",
        wave=wave,
        questionnaire=asked,
        questions=paper_questions(asked),
        raw=form.raw if form is not None else {},
        code=form.code if form is not None else "",
        key=form.key if form is not None else secrets.token_hex(KEY_LENGTH // 2),
        errors=errors or {},
        saved="bewaard" in request.args and form is None,
    )


def _keyed(wave_id: str, code: str) -> tuple[Wave, OrganisationSettings, Questionnaire]:
    found = _found(wave_id, code)
    if found[2].store != KEYED_STORE or found[0].closed_at is not None:
        abort(404)
    return found


def _found(wave_id: str, code: str) -> tuple[Wave, OrganisationSettings, Questionnaire]:
    """The wave, the organisation's settings and the questionnaire as frozen into the wave."""
    installation = installation_here()
    with reading(installation.engine) as database:
        found = wave_and_organisation(database, wave_id)
        versions = dict(wave_questionnaires(database, wave_id))
    on_list = {one.code for one in printable(installation.catalogue)}
    if found is None or code not in versions or code not in on_list:
        abort(404)
    wave, owner = found
    settings = wave_settings(installation.config.home, wave, owner)
    return wave, settings, installation.catalogue.questionnaire(code, versions[code])
