"""Half-yearly needs forms: the list of a wave, one form, and the groups."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.clock import AMSTERDAM
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.models import Contact, NeedsGroup, NeedsGrouping, NeedsResponse, Organisation, Wave
from survey_app.organisations.settings import settings_of
from survey_app.retention.periods import due_on
from survey_app.separate.needs.presentation import (
    STATES,
    alone,
    answers_read,
    shown_forms,
    shown_groups,
)
from survey_app.separate.needs.queries import groups_of, needs_of, states_of, waves_with_needs
from survey_app.separate.needs.services import (
    LONGEST_NOTE,
    ask_groups,
    decide,
    follow_up,
    move,
    note_opening,
)
from survey_app.separate.needs.services_reading import note_of, person_of
from survey_app.texts.dutch import day_words, people_words
from survey_app.visits.staff_session import current_staff, role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("needs", __name__, url_prefix="/halfjaargesprekken")
needs_worker = role_required("needs_worker")


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"people_words": people_words}


@blueprint.get("")
@needs_worker
def waves() -> str:
    """Every wave with needs forms."""
    with reading(installation_here().engine) as session:
        return render_template("separate/needs/waves.html", waves=waves_with_needs(session))


@blueprint.get("/<wave_id>")
@needs_worker
def forms(wave_id: str) -> str:
    """The forms of a wave, all or in one state."""
    chosen = request.args.get("stand", "")
    chosen = chosen if chosen in STATES else ""
    with reading(installation_here().engine) as session:
        wave = session.get(Wave, wave_id) or abort(404)
        owner = session.get_one(Organisation, wave.organisation_id)
        found, numbers = needs_of(session, wave_id, chosen), states_of(session, wave_id)
    return render_template(
        "separate/needs/forms.html",
        wave=wave,
        forms=shown_forms(installation_here(), wave, found),
        chosen=chosen,
        states=[(code, words, numbers.get(code, 0)) for code, words in STATES.items()],
        total=sum(numbers.values()),
        erased_on=_erased_on(wave, owner),
    )


@blueprint.get("/formulier/<needs_id>")
@needs_worker
def form(needs_id: str) -> str:
    """One person, closed: who it is and how it stands."""
    return _form_page(needs_id, is_open=False)


@blueprint.post("/formulier/<needs_id>/openen")
@needs_worker
def open_form(needs_id: str) -> str:
    """The same with the answers as asked and the note; reading is written down."""
    note_opening(installation_here(), _row(needs_id).id)
    return _form_page(needs_id)


@blueprint.post("/formulier/<needs_id>")
@needs_worker
def keep(needs_id: str) -> Any:
    """Keep the state and the note; what was typed stays when it is refused."""
    row = _row(needs_id)
    state, note = request.form.get("stand", "")[:40], request.form.get("notitie", "").strip()
    try:
        follow_up(installation_here(), needs_id, state, note)
    except BadInput as error:
        return _form_page(needs_id, error=str(error), typed=(state, note)), 422
    return redirect(url_for("needs.forms", wave_id=row.wave_id), 303)


@blueprint.get("/<wave_id>/groepen")
@needs_worker
def groups(wave_id: str) -> str:
    """Groups of people with the same needs: proposed, and decided."""
    return _groups_page(wave_id)


@blueprint.post("/<wave_id>/groepen")
@needs_worker
def propose(wave_id: str) -> Any:
    """Ask for a proposal; what was decided stays."""
    with reading(installation_here().engine) as session:
        if session.get(Wave, wave_id) is None:
            abort(404)
    ask_groups(installation_here(), wave_id)
    return redirect(url_for("needs.groups", wave_id=wave_id), 303)


@blueprint.post("/groep/<group_id>")
@needs_worker
def decide_group(group_id: str) -> Any:
    """Accept a group, or say that it is none."""
    with reading(installation_here().engine) as session:
        group = session.get(NeedsGroup, group_id) or abort(404)
    staff = current_staff()
    try:
        decision = request.form.get("besluit", "")[:40]
        decide(installation_here(), group_id, decision, staff.name if staff else "")
    except BadInput:
        abort(400)
    return redirect(url_for("needs.groups", wave_id=group.wave_id), 303)


@blueprint.post("/formulier/<needs_id>/groep")
@needs_worker
def move_person(needs_id: str) -> Any:
    """Put somebody in a group, or take them out of it."""
    row = _row(needs_id)
    try:
        move(installation_here(), needs_id, request.form.get("groep", "")[:32] or None)
    except BadInput as error:
        return _groups_page(row.wave_id, str(error)), 422
    return redirect(url_for("needs.groups", wave_id=row.wave_id), 303)


def _row(needs_id: str) -> NeedsResponse:
    with reading(installation_here().engine) as session:
        return session.get(NeedsResponse, needs_id) or abort(404)


def _form_page(
    needs_id: str, error: str = "", typed: tuple[str, str] | None = None, is_open: bool = True
) -> str:
    row = _row(needs_id)
    with reading(installation_here().engine) as session:
        wave = session.get_one(Wave, row.wave_id)
        owner = session.get_one(Organisation, wave.organisation_id)
        contact = session.get(Contact, row.contact_id) if row.contact_id else None
    return render_template(
        "separate/needs/form.html",
        wave=wave,
        row=row,
        is_open=is_open,
        state=STATES[row.state],
        person=person_of(installation_here(), contact),
        answers=answers_read(installation_here(), wave, row.answers) if is_open else (),
        typed=typed or (row.state, note_of(installation_here(), row) if is_open else ""),
        states=list(STATES.items()),
        error=error,
        longest=LONGEST_NOTE,
        erased_on=_erased_on(wave, owner),
    )


def _groups_page(wave_id: str, error: str = "") -> str:
    with reading(installation_here().engine) as session:
        wave = session.get(Wave, wave_id) or abort(404)
        found, held = needs_of(session, wave_id), groups_of(session, wave_id)
        wish = session.get(NeedsGrouping, wave_id)
    return render_template(
        "separate/needs/groups.html",
        wave=wave,
        groups=shown_groups(installation_here(), wave, found, held),
        alone=alone(installation_here(), wave, found),
        waits=wish is not None and wish.made_at is None,
        was_made=wish is not None and wish.made_at is not None,
        error=error,
    )


def _erased_on(wave: Wave, owner: Organisation) -> str:
    """The day on which the forms of this wave are wiped; empty while it is open."""
    if wave.closed_at is None:
        return ""
    ended_on = wave.closed_at.astimezone(AMSTERDAM).date()
    day = due_on("needs", settings_of(owner), ended_on)
    return f"{day_words(day)} {day.year}"
