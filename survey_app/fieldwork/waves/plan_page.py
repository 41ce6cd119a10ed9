"""The page of a plan: its fields, and beside them what it will cost and tell."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template, request

from survey_app.database import organisations_seen, reading
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word
from survey_app.fieldwork.outlook.cells import empty_cells
from survey_app.fieldwork.outlook.costs import costs_of
from survey_app.fieldwork.outlook.margins import RESPONSES, asked_of, outlook
from survey_app.fieldwork.waves.forms import WaveForm, with_counts, with_errors
from survey_app.fieldwork.waves.groups import read_counts
from survey_app.fieldwork.waves.presentation import WavePage
from survey_app.fieldwork.waves.queries import part_price
from survey_app.fieldwork.waves.windows import windows_in
from survey_app.questionnaire.definition import Questionnaire
from survey_app.texts.dutch import parts_words
from survey_app.visits.staff_session import current_staff
from survey_app.ways_in.contacts import LANGUAGES
from survey_app.web.current import installation_here

NO_FILE = "Kies eerst een bestand."


def plan_page(form: WaveForm, wave: WavePage | None = None) -> str:
    """A plan to fill in, new or of a wave that is there."""
    return render_template(
        "fieldwork/plan.html",
        form=form,
        wave=wave,
        places=places(),
        about=asked_in(wave),
        windows=windows_in([one.code for one in asked_in(wave)]),
        languages=[(code, language_word(code)) for code in LANGUAGES],
        channels=CHANNEL_WORDS.items(),
        **_expected(form, wave.organisation_id if wave else ""),
    )


def expected_part(form: WaveForm) -> str:
    """Only what stands beside the fields, for who is typing."""
    return render_template("fieldwork/_plan_outlook.html", **_expected(form))


def _expected(form: WaveForm, place: str = "") -> dict[str, Any]:
    catalogue = installation_here().catalogue
    mine = places()
    place = place or form.organisation or (next(iter(mine)) if len(mine) == 1 else "")
    with reading(installation_here().engine) as session:
        price = part_price(session, place) if place in mine else None
    numbers, minimum = form.numbers, form.minimum_cell
    costs = costs_of(catalogue, form.asked, numbers, form.mode == "linked")
    return {
        "outlook": outlook(catalogue, numbers, minimum),
        "costs": costs,
        "empty": empty_cells(catalogue, form.asked, numbers, minimum),
        "responses": RESPONSES,
        "amount": parts_words(costs.least_parts[1], price) if price is not None else "",
    }


def read_file(form: WaveForm, wave: WavePage | None = None) -> WaveForm:
    """The fields with the numbers of the file that was sent; or what is wrong with it."""
    sent = request.files.get("counts")
    if sent is None or not sent.filename:
        return with_errors(form, {"counts": NO_FILE})
    try:
        found = read_counts(sent.read(), "aantallen", asked_in(wave))
    except BadInput as error:
        sentence = str(error)
        return with_errors(form, {"counts": f"{sentence[:1].upper()}{sentence[1:]}"})
    return with_errors(with_counts(form, found), {})


def asked_in(wave: WavePage | None) -> Iterable[Questionnaire]:
    """The questionnaires that may be in this plan."""
    asked = asked_of(installation_here().catalogue)
    return [one for one in asked if wave is None or one.code in wave.asked]


def places() -> Mapping[str, str]:
    """The organisations that this person plans for: id and name."""
    staff, seen = current_staff(), organisations_seen() or frozenset()
    return {place: name for place, name in (staff.places if staff else ()) if place in seen}
