"""Opnamen: what was recorded in a language, by questionnaire, and taking in more."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.database import reading
from survey_app.models.languages.recordings import QUESTION_ITSELF
from survey_app.organisations.languages import IN_DUTCH
from survey_app.organisations.pages import administrator, place_of
from survey_app.organisations.recordings.naming import spoken
from survey_app.organisations.recordings.opus import LARGEST
from survey_app.organisations.recordings.queries import address_of, recorded_in
from survey_app.organisations.recordings.services import (
    TakenIn,
    questionnaire_named,
    take_in,
    wipe_recording,
)
from survey_app.web.current import installation_here
from survey_app.web.uploads import takes_file

MOST_FILES = 100


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule, one = blueprint.add_url_rule, "/organisatie/<place_id>/opnamen/<language>"
    rule(one, "recordings", recordings, methods=["GET"])
    rule(one, "add_recordings", add_recordings, methods=["POST"])
    rule(f"{one}/<code>", "recorded_questions", recorded_questions, methods=["GET"])
    rule(f"{one}/<code>", "wipe_recorded", wipe_recorded, methods=["POST"])


@administrator
def recordings(place_id: str, language: str) -> str:
    """How much of each questionnaire was recorded."""
    return _page(place_id, language)


@administrator
@takes_file(MOST_FILES * LARGEST)
def add_recordings(place_id: str, language: str) -> Any:
    """Keep the files that are right, and say of each other one what is wrong with it."""
    place = place_of(place_id)
    _known(language)
    sent = request.files.getlist("opname")[:MOST_FILES]
    files = [(one.filename or "", one.stream.read(LARGEST + 1)) for one in sent if one.filename]
    taken = take_in(installation_here(), place.id, language, files)
    if taken.refused or not files:
        return _page(place_id, language, taken), 422
    here = url_for("organisations.recordings", place_id=place_id, language=language)
    return redirect(f"{here}?erbij={taken.kept}", 303)


@administrator
def recorded_questions(place_id: str, language: str, code: str) -> str:
    """Every question and answer of one questionnaire: listen, or wipe."""
    place = place_of(place_id)
    _known(language)
    asked = questionnaire_named(installation_here(), code) or abort(404)
    with reading(installation_here().engine) as session:
        found = recorded_in(session, place.id, language)
    mine = {
        (one.question, one.option): one
        for one in found
        if (one.questionnaire, one.version) == (asked.code, asked.version)
    }
    rows = [
        (one, recorded, address_of(place.slug, recorded.digest) if recorded else "")
        for one in spoken(asked)
        for recorded in [mine.get((one.question, one.option))]
    ]
    return render_template(
        "organisations/recorded_questions.html",
        place=place,
        language=language,
        language_name=IN_DUTCH[language],
        asked=asked,
        rows=rows,
        itself=QUESTION_ITSELF,
    )


@administrator
def wipe_recorded(place_id: str, language: str, code: str) -> Any:
    """Wipe one recording."""
    place = place_of(place_id)
    _known(language)
    asked = questionnaire_named(installation_here(), code) or abort(404)
    name = request.form.get("wis", "")
    for one in spoken(asked):
        if one.file == name:
            wipe_recording(installation_here(), place.id, language, one)
    return redirect(request.path, 303)


def _known(language: str) -> None:
    if language not in IN_DUTCH:
        abort(404)


def _page(place_id: str, language: str, taken: TakenIn | None = None) -> str:
    place = place_of(place_id)
    _known(language)
    with reading(installation_here().engine) as session:
        found = recorded_in(session, place.id, language)
    have = {(one.questionnaire, one.version, one.question, one.option) for one in found}
    rows = []
    for asked in installation_here().catalogue.newest():
        wanted = {(o.questionnaire, o.version, o.question, o.option) for o in spoken(asked)}
        rows.append((asked, len(wanted & have), len(wanted)))
    return render_template(
        "organisations/recordings.html",
        place=place,
        language=language,
        language_name=IN_DUTCH[language],
        rows=rows,
        taken=taken,
        added=request.args.get("erbij", ""),
        largest=LARGEST // 1000,
    )
