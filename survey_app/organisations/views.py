"""Organisatie: what an organisation filled in, by section, for its administrator."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from survey_app.audit.services import record_alone
from survey_app.database import organisations_seen, reading
from survey_app.errors import NameTaken
from survey_app.models import Organisation
from survey_app.organisations.forms import BY_CODE, SECTIONS, SectionForm, form_of, read_form, shown
from survey_app.organisations.languages import language_states
from survey_app.organisations.looks import views as views_looks
from survey_app.organisations.pages import administrator, place_of
from survey_app.organisations.queries import organisations_of
from survey_app.organisations.recordings import views as views_recordings
from survey_app.organisations.recordings.queries import numbers_recorded
from survey_app.organisations.services import change_settings
from survey_app.organisations.settings import settings_of
from survey_app.organisations.settings_file import written_settings
from survey_app.retention import views as views_retention
from survey_app.web.current import installation_here

blueprint = Blueprint("organisations", __name__)
views_looks.add_to(blueprint)
views_retention.add_to(blueprint)
views_recordings.add_to(blueprint)
TAKEN = "Een andere organisatie heet al zo."


@blueprint.get("/organisatie")
@administrator
def settings() -> Any:
    """One's own organisation, or a choice out of several."""
    with reading(installation_here().engine) as session:
        places = organisations_of(session, organisations_seen() or ())
    if len(places) == 1:
        return _overview(places[0])
    return render_template("organisations/choose.html", places=places)


@blueprint.get("/organisatie/<place_id>")
@administrator
def organisation(place_id: str) -> str:
    """Everything that is filled in, each part with the way to change it."""
    return _overview(place_of(place_id))


@blueprint.get("/organisatie/<place_id>/deel/<code>")
@administrator
def section(place_id: str, code: str) -> str:
    """One part, to change."""
    place = place_of(place_id)
    return _section_page(place, code, form_of(_section(code), settings_of(place)))


@blueprint.post("/organisatie/<place_id>/deel/<code>")
@administrator
def change_section(place_id: str, code: str) -> Any:
    """Keep what was typed, or say what is wrong with it."""
    place = place_of(place_id)
    form, changes = read_form(_section(code), request.form)
    if form.errors:
        return _section_page(place, code, form), 422
    try:
        change_settings(installation_here(), place.id, changes)
    except NameTaken:
        return _section_page(place, code, SectionForm(form.values, {"name": TAKEN})), 422
    return redirect(url_for("organisations.organisation", place_id=place_id), 303)


@blueprint.get("/organisatie/<place_id>/talen")
@administrator
def languages(place_id: str) -> str:
    """Which languages people may choose, and how far each translation is."""
    place = place_of(place_id)
    states = language_states(installation_here(), settings_of(place))
    with reading(installation_here().engine) as session:
        recorded = numbers_recorded(session, place.id)
    return render_template(
        "organisations/languages.html", place=place, states=states, recorded=recorded
    )


@blueprint.post("/organisatie/<place_id>/talen")
@administrator
def change_languages(place_id: str) -> Any:
    """Offer these languages from now on."""
    place = place_of(place_id)
    known = [one.code for one in language_states(installation_here(), settings_of(place))]
    chosen = [code for code in known if code == known[0] or code in request.form.getlist("taal")]
    offered = [] if chosen == known else chosen
    change_settings(installation_here(), place.id, {"languages": offered})
    return redirect(url_for("organisations.organisation", place_id=place_id), 303)


@blueprint.get("/organisatie/<place_id>/instellingen.toml")
@administrator
def export(place_id: str) -> Response:
    """Everything as a file that `trajectspiegel settings --from` takes over."""
    place = place_of(place_id)
    record_alone(installation_here(), place.id, "file.downloaded", place.name, name=place.slug)
    response = Response(written_settings(place.settings), content_type="application/toml")
    response.headers.set("Content-Disposition", "attachment", filename=f"{place.slug}.toml")
    return response


def _section(code: str) -> Any:
    return BY_CODE.get(code) or abort(404)


def _overview(place: Organisation) -> str:
    now = settings_of(place)
    parts = [(one, [(each, shown(each.key, now)) for each in one.fields]) for one in SECTIONS]
    offered = [one for one in language_states(installation_here(), now) if one.is_offered]
    return render_template(
        "organisations/organisation.html", place=place, now=now, parts=parts, languages=offered
    )


def _section_page(place: Organisation, code: str, form: SectionForm) -> str:
    return render_template(
        "organisations/section.html", place=place, section=_section(code), form=form
    )
