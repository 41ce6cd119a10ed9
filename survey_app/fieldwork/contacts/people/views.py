"""The people of a wave: searched, narrowed and paged."""

from flask import Blueprint, render_template, request

from survey_app.database import reading
from survey_app.fieldwork.contacts.people.forms import search_of
from survey_app.fieldwork.contacts.people.presentation import STATE_WORDS, people_page
from survey_app.fieldwork.contacts.services import invitable, is_over
from survey_app.fieldwork.contacts.uploading.queries import UNDERWAY, newest_upload
from survey_app.fieldwork.contacts.uploading.views import wave_of
from survey_app.fieldwork.contacts.words import CHANNEL_WORDS, language_word, people_words
from survey_app.visits.staff_session import role_required
from survey_app.ways_in.contacts import LANGUAGES
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")
TURNS = ("later", "late")  # of a rolling wave
WAITING = (*UNDERWAY, "columns", "checked")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/metingen/<wave_id>/mensen", "people_of_wave", people_of_wave, methods=["GET"])


@fieldworker
def people_of_wave(wave_id: str) -> str:
    """Everybody who is invited to a wave."""
    wave, search = wave_of(wave_id), search_of(request.args)
    place = (wave.organisation_id, wave.id)
    with reading(installation_here().engine) as session:
        page = people_page(session, installation_here(), place, search)
        upload = newest_upload(session, wave_id)
        codes = invitable(session, installation_here(), wave_id)
    return render_template(
        "fieldwork/contacts/people.html",
        wave=wave,
        search=search,
        page=page,
        is_over=is_over(wave),
        people_words=people_words,
        waiting=upload if upload is not None and upload.stage in WAITING else None,
        choices={
            "vragenlijst": [(code, code) for code in codes],
            "taal": [(code, language_word(code)) for code in LANGUAGES],
            "kanaal": list(CHANNEL_WORDS.items()),
            "stand": [one for one in STATE_WORDS.items() if wave.is_rolling or one[0] not in TURNS],
        },
    )
