"""The interviewer's pages: a wave, its draw, one person, and who has yet to be told."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.database import reading
from survey_app.errors import BadInput, EntryRefused
from survey_app.models import InterviewDraw, Organisation, Recontact, Wave
from survey_app.separate.recontact.presentation import (
    STATES,
    erased_on,
    mixes,
    places,
    totals,
)
from survey_app.separate.recontact.queries import volunteers_of, waves_with_volunteers
from survey_app.separate.recontact.services import (
    LONGEST_NOTE,
    OUTCOMES,
    Outcome,
    ask_draw,
    finish,
    open_volunteers,
    pool_numbers,
    told,
    write_outcome,
)
from survey_app.separate.recontact.services_reading import unseal
from survey_app.stores import bound_to
from survey_app.texts.dutch import day_words, moment_words, people_words
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("recontact", __name__, url_prefix="/gesprekken")
interviewer = role_required("interviewer")
USUAL = 8


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"people_words": people_words}


@blueprint.get("")
@interviewer
def waves() -> str:
    """Every wave in which people offered to tell more."""
    with reading(installation_here().engine) as session:
        return render_template(
            "separate/recontact/waves.html", waves=waves_with_volunteers(session)
        )


@blueprint.get("/<wave_id>")
@interviewer
def wave(wave_id: str) -> str:
    """The pool in numbers, or the draw and how the talks go."""
    return _wave_page(wave_id)


@blueprint.post("/<wave_id>/loten")
@interviewer
def draw(wave_id: str) -> Any:
    """Ask for the draw; a wrong number stays in the field."""
    _wave_here(wave_id)
    typed = request.form.get("aantal", "")[:10].strip()
    try:
        ask_draw(installation_here(), wave_id, int(typed) if typed.isdecimal() else 0)
    except BadInput as error:
        return _wave_page(wave_id, error=str(error), typed=typed), 422
    return redirect(url_for("recontact.wave", wave_id=wave_id), 303)


@blueprint.post("/<wave_id>/afronden")
@interviewer
def finish_wave(wave_id: str) -> Any:
    """The talks are done; asked twice, since everybody is erased."""
    _wave_here(wave_id)
    try:
        if "zeker" not in request.form:
            raise EntryRefused("Zet een vinkje: daarna zijn de gegevens weg.")
        finish(installation_here(), wave_id)
    except BadInput as error:
        return _wave_page(wave_id, ending_error=str(error)), 422
    return redirect(url_for("recontact.wave", wave_id=wave_id), 303)


@blueprint.post("/<wave_id>/laten-weten")
@interviewer
def tell(wave_id: str) -> str:
    """Names and numbers of who has yet to hear it on the telephone; looking is written down."""
    found = _wave_here(wave_id)
    with reading(installation_here().engine) as session:
        rows = [one for one in volunteers_of(session, wave_id) if one.tell in ("phone", "sending")]
    people = open_volunteers(installation_here(), wave_id, rows)
    return render_template("separate/recontact/tell.html", wave=found, people=people)


@blueprint.post("/persoon/<volunteer_id>/verteld")
@interviewer
def tell_done(volunteer_id: str) -> Any:
    """Somebody was told, and is erased."""
    row = _row(volunteer_id)
    try:
        told(installation_here(), row.id)
    except BadInput:
        abort(404)
    return redirect(url_for("recontact.wave", wave_id=row.wave_id), 303)


@blueprint.get("/persoon/<volunteer_id>")
@interviewer
def person(volunteer_id: str) -> str:
    """One place of the draw, closed."""
    return _person_page(_row(volunteer_id))


@blueprint.post("/persoon/<volunteer_id>/openen")
@interviewer
def open_person(volunteer_id: str) -> str:
    """The same with name, number and wish; looking is written down."""
    row = _row(volunteer_id)
    if row.state == "waiting":
        abort(404)
    return _person_page(row, is_open=True)


@blueprint.post("/persoon/<volunteer_id>/uitkomst")
@interviewer
def outcome(volunteer_id: str) -> Any:
    """Keep what came of calling; what was typed stays when it is refused."""
    row = _row(volunteer_id)
    typed = Outcome(
        request.form.get("stand", "")[:40],
        request.form.get("afspraak", "").strip()[:100],
        request.form.get("notitie", "").strip(),
    )
    try:
        write_outcome(installation_here(), row.id, typed)
    except BadInput as error:
        return _person_page(row, error=str(error), typed=typed), 422
    return redirect(url_for("recontact.wave", wave_id=row.wave_id), 303)


def _wave_here(wave_id: str) -> Wave:
    with reading(installation_here().engine) as session:
        return session.get(Wave, wave_id) or abort(404)


def _row(volunteer_id: str) -> Recontact:
    """A volunteer of another organisation is one that does not exist."""
    with reading(installation_here().engine) as session:
        return session.get(Recontact, volunteer_id) or abort(404)


def _wave_page(wave_id: str, **more: str) -> str:
    with reading(installation_here().engine) as session:
        found = session.get(Wave, wave_id) or abort(404)
        owner = session.get_one(Organisation, found.organisation_id)
        made, rows = session.get(InterviewDraw, wave_id), volunteers_of(session, wave_id)
    summary = unseal(
        installation_here(), made.summary if made else None, bound_to.interview_draw(wave_id)
    )
    pool = pool_numbers(installation_here(), wave_id)
    day = erased_on(found, owner)
    order = places(installation_here(), rows)
    return render_template(
        "separate/recontact/wave.html",
        wave=found,
        draw=made,
        drawn_on=moment_words(made.drawn_at) if made and made.drawn_at else "",
        summary=summary,
        pool=pool,
        mix=mixes(summary["pool"]["mix"], summary["chosen"]["mix"])
        if summary
        else mixes(pool.mix, None),
        called_up=[one for one in order if one.state != "waiting"],
        reserves=[one for one in order if one.state == "waiting"],
        late=sum(row.place is None for row in rows) if summary else 0,
        totals=totals(rows),
        erased_on=f"{day_words(day)} {day.year}" if day else "",
        usual=min(USUAL, max(pool.less + pool.more, 1)),
        **more,
    )


def _person_page(
    row: Recontact, is_open: bool = False, error: str = "", typed: Outcome | None = None
) -> str:
    found = _wave_here(row.wave_id)
    if row.place is None:
        abort(404)
    details = open_volunteers(installation_here(), row.wave_id, [row])[0][1] if is_open else None
    kept = unseal(installation_here(), row.outcome, bound_to.recontact_outcome(row.id))
    if typed is None:
        typed = Outcome(row.state, kept.get("appointment", ""), kept.get("note", ""))
    return render_template(
        "separate/recontact/person.html",
        wave=found,
        one=places(installation_here(), [row])[0],
        details=details,
        typed=typed,
        error=error,
        states=[(code, STATES[code]) for code in OUTCOMES],
        longest=LONGEST_NOTE,
    )
