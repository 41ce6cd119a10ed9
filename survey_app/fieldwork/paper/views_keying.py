"""Keying in returned paper, and for some sheets a second time."""

import secrets
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask import url_for as to

from survey_app.errors import WaveClosed
from survey_app.fieldwork.forms import SheetForm, sheet_form
from survey_app.fieldwork.paper.second_keying import LANGUAGE, grouped_number
from survey_app.fieldwork.paper.services import CodeRefused, PaperSheet, keep_sheet, takes_paper
from survey_app.fieldwork.paper.services_second_keying import (
    NumberRefused,
    SecondKeying,
    check_sheet,
)
from survey_app.fieldwork.paper.sheet import code_of_letter, on_paper, paper_questions
from survey_app.fieldwork.paper.views import fieldworker, languages_of, wave_sheet
from survey_app.models import Wave
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.answers import AnswerError, parse_answer
from survey_app.questionnaire.definition import Questionnaire, Value
from survey_app.texts.translations import SOURCE, Language, fill
from survey_app.web.current import installation_here

CODE_FIELD, NUMBER_FIELD, EMPTY = "code", "nummer", "leeg"
KEY_LENGTH = 32
DIFFERS = "Dit is niet wat de eerste keer is ingevoerd."
Errors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Screen:
    """The keying screen of a questionnaire as printed, for the first or the second time."""

    template: str
    wave: Wave
    settings: OrganisationSettings
    asked: Questionnaire


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/papier/<wave_id>/<code>", "keying", keying, methods=["GET"])
    rule("/papier/<wave_id>/<code>", "keep", keep, methods=["POST"])
    rule("/papier/<wave_id>/<code>/nog-een-keer", "keying_again", keying_again, methods=["GET"])
    rule("/papier/<wave_id>/<code>/nog-een-keer", "check", check, methods=["POST"])


@fieldworker
def keying(wave_id: str, code: str) -> Any:
    """An empty sheet."""
    return _page(_first_screen(wave_id, code))


@fieldworker
def keep(wave_id: str, code: str) -> Any:
    """Store a sheet, or show what cannot be right."""
    screen = _first_screen(wave_id, code)
    asked = screen.asked
    form = sheet_form(request.form, asked.codes)
    if len(form.key) != KEY_LENGTH:
        abort(400)
    answers, errors = _answers(asked, form)
    if errors:
        return _page(screen, form, errors), 422
    sheet = PaperSheet(wave_id, asked, answers, form.key, form.code, _language(asked, form))
    try:
        number = keep_sheet(installation_here(), sheet, screen.settings.keyed_twice)
    except CodeRefused as error:
        return _page(screen, form, {CODE_FIELD: str(error)}), 422
    except WaveClosed:
        return redirect(to("fieldwork.paper"), 303)
    if number:  # shown here and now: it stands in no address, and nowhere in the database
        return render_template(
            "fieldwork/sheet_number.html",
            wave=screen.wave,
            questionnaire=asked,
            number=grouped_number(number),
            language=sheet.language,
        )
    return _done("fieldwork.keying", wave_id, code, sheet.language)


@fieldworker
def keying_again(wave_id: str, code: str) -> Any:
    """An empty sheet for the second keying; nothing of the first is shown, nor can be."""
    return _page(_second_screen(wave_id, code))


@fieldworker
def check(wave_id: str, code: str) -> Any:
    """Compare a second keying with the first: store it, or show where they differ."""
    screen = _second_screen(wave_id, code)
    asked = screen.asked
    form = sheet_form(request.form, asked.codes)
    answers, errors = _answers(asked, form)
    if errors:
        return _page(screen, form, errors), 422
    language = _language(asked, form)
    sheet = PaperSheet(wave_id, asked, answers, key="", language=language)
    try:
        unsure = check_sheet(installation_here(), SecondKeying(sheet, form.number, form.confirmed))
    except NumberRefused as error:
        return _page(screen, form, {NUMBER_FIELD: str(error)}), 422
    except WaveClosed:
        return redirect(to("fieldwork.paper"), 303)
    if unsure:
        differing = dict.fromkeys(unsure, DIFFERS)
        return _page(screen, form, differing=differing), 422
    return _done("fieldwork.keying_again", wave_id, code, language)


def _answers(asked: Questionnaire, form: SheetForm) -> tuple[dict[str, Value], Errors]:
    """Every answer by the rule that holds for the screen too, and what is wrong, in words."""
    answers: dict[str, Value] = {}
    errors: Errors = {}
    texts = installation_here().catalogue.interface
    for question in asked.questions:
        try:
            answers[question.code] = parse_answer(question, form.raw[question.code])
        except AnswerError as error:
            errors[question.code] = fill(texts[error.key], **error.values)
    if not errors and all(value is None for value in answers.values()):
        errors = {EMPTY: "Er is niets ingevuld. Een leeg formulier telt niet mee."}
    return answers, errors


def _page(
    screen: Screen,
    form: SheetForm | None = None,
    errors: Errors | None = None,
    differing: Errors | None = None,
) -> str:
    asked = screen.asked
    questions = paper_questions(asked, installation_here().catalogue.interface)
    numbers = {one.question.code: f"vraag {one.number}, {one.question.code}" for one in questions}
    return render_template(
        f"fieldwork/{screen.template}.html",
        wave=screen.wave,
        questionnaire=asked,
        questions=questions,
        names=numbers | {LANGUAGE: "de taal"},
        with_code=code_of_letter(asked),
        languages=_languages(asked),
        language=form.language if form is not None else request.args.get("taal", SOURCE),
        raw=form.raw if form is not None else {},
        code=form.code if form is not None else "",
        number=form.number if form is not None else "",
        key=form.key if form is not None else secrets.token_hex(KEY_LENGTH // 2),
        confirmed=form.confirmed if form is not None else frozenset(),
        errors=errors or {},
        differing=differing or {},
        saved="bewaard" in request.args and form is None,
    )


def _done(page: str, wave_id: str, code: str, language: str) -> Any:
    """To the next empty sheet, in the same language: a pile of paper often has one."""
    taal = language if language != SOURCE else None
    return redirect(to(page, wave_id=wave_id, code=code, taal=taal, bewaard=1), 303)


def _languages(asked: Questionnaire) -> tuple[Language, ...]:
    """The languages that this sheet can have been printed in, where that is kept."""
    return languages_of(asked) if asked.store == "answers" else ()


def _language(asked: Questionnaire, form: SheetForm) -> str:
    known = {one.code for one in _languages(asked)}
    return form.language if form.language in known else SOURCE


def _first_screen(wave_id: str, code: str, template: str = "sheet") -> Screen:
    """Every questionnaire on paper, from live until the wave is closed; a test has no paper."""
    wave, settings, questionnaire = wave_sheet(wave_id, code)
    if not takes_paper(wave):
        abort(404)
    return Screen(template, wave, settings, on_paper(questionnaire, settings))


def _second_screen(wave_id: str, code: str) -> Screen:
    """Only the questionnaires with figures are keyed in twice."""
    screen = _first_screen(wave_id, code, "sheet_again")
    if screen.asked.store != "answers":
        abort(404)
    return screen
