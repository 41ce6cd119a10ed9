"""The reviewer's queue: one open answer on a screen."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.open_answers.forms import (
    ReviewForm,
    carry_out,
    reason_of,
    review_form,
)
from survey_app.evaluation.open_answers.presentation import shown_answer
from survey_app.evaluation.open_answers.queries import (
    next_waiting,
    open_answer,
    progress,
    questionnaire_version,
)
from survey_app.evaluation.open_answers.second.presentation import (
    screen_of,
    shown_samples,
    starting_point,
)
from survey_app.evaluation.open_answers.second.queries import (
    next_difference,
    next_to_read_again,
    read_twice,
    read_twice_of,
)
from survey_app.evaluation.open_answers.second.stages import Stage, stage_of
from survey_app.evaluation.open_answers.services import LONGEST_QUOTE, MEANWHILE, open_cover
from survey_app.evaluation.open_answers.words import LABELS, REASON_WORDS, THEMES
from survey_app.models import OpenAnswer, SecondReading
from survey_app.visits.staff_session import current_staff, role_required
from survey_app.web.current import installation_here

blueprint = Blueprint("open_answers", __name__, url_prefix="/open-antwoorden")


@blueprint.get("")
@role_required("reviewer")
def queue() -> str:
    """The next answer to read: first, as a second reader, or to settle; else how far all is."""
    with reading(installation_here().engine) as session:
        waiting = (
            next_waiting(session)
            or next_to_read_again(session, _me())
            or next_difference(session, _me())
        )
        if waiting is None:
            return _how_far(session, is_done=True)
        before = open_answer(session, request.args.get("vorige", ""))
        return _page(session, waiting, _after(session, before))


@blueprint.get("/stand")
@role_required("reviewer")
def how_far() -> str:
    """How far every wave is, and how far two readers agree."""
    with reading(installation_here().engine) as session:
        return _how_far(session, is_done=False)


@blueprint.get("/<answer_id>")
@role_required("reviewer")
def answer(answer_id: str) -> str:
    """One answer again, to correct a decision."""
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told())


@blueprint.post("/<answer_id>")
@role_required("reviewer")
def decide(answer_id: str) -> Any:
    """Keep what the reviewer decided and go on; a mistake keeps everything that was chosen."""
    _need(answer_id)
    action = request.form.get("doen", "")
    form = carry_out(installation_here(), answer_id, action, review_form(request.form, _me()))
    if not form.error:
        last = None if action == "overslaan" else answer_id
        return redirect(url_for("open_answers.queue", vorige=last), 303)
    kept = None if form.error == MEANWHILE else form
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told(kept, said=form.error))


@blueprint.post("/<answer_id>/afgedekt")
@role_required("reviewer")
def open_covered(answer_id: str) -> Any:
    """Show what is covered, this once, after writing down who looks and why."""
    _need(answer_id)
    try:
        open_cover(installation_here(), answer_id, _me(), reason_of(request.form))
    except BadInput as error:
        with reading(installation_here().engine) as session:
            return _page(session, _found(session, answer_id), Told(why=str(error)))
    with reading(installation_here().engine) as session:
        return _page(session, _found(session, answer_id), Told(opened=True))


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says beside the answer: what went wrong, what is open, what came before."""

    form: ReviewForm | None = None
    said: str = ""
    why: str = ""
    opened: bool = False
    saved: bool = False
    last: str | None = None  # the answer that was judged just now, to look at again


def _page(session: Session, found: OpenAnswer, told: Told) -> str:
    second = session.get(SecondReading, found.id)
    stage = stage_of(found, second, _me())
    version = questionnaire_version(session, found.wave_id, found.questionnaire)
    wave = next(one for one in progress(session) if one.wave_id == found.wave_id)
    one = shown_answer(found, installation_here().catalogue, version, told.opened)
    label, themes = starting_point(one, second, stage)
    twice = read_twice_of(session, found.wave_id)
    return render_template(
        "open_answers/answer.html",
        one=one,
        wave=wave,
        screen=screen_of(found, second, _me(), (wave, twice)),
        label=told.form.label if told.form else label,
        chosen=told.form.themes if told.form else themes,
        told=told,
        labels=LABELS,
        themes=THEMES,
        reasons=REASON_WORDS,
        longest=LONGEST_QUOTE,
    )


def _how_far(session: Session, is_done: bool) -> str:
    samples = shown_samples(read_twice(session))
    waves = progress(session)
    return render_template(
        "open_answers/how_far.html", waves=waves, samples=samples, is_done=is_done
    )


def _after(session: Session, before: OpenAnswer | None) -> Told:
    """What to say of the answer that was judged just now; its first reader may look again."""
    if before is None:
        return Told()
    stage = stage_of(before, session.get(SecondReading, before.id), _me())
    return Told(saved=True, last=before.id if stage == Stage.FIRST else None)


def _me() -> str:
    staff = current_staff()
    return staff.account_id if staff else ""


def _need(answer_id: str) -> None:
    with reading(installation_here().engine) as session:
        _found(session, answer_id)


def _found(session: Session, answer_id: str) -> OpenAnswer:
    """An answer of another organisation is one that does not exist."""
    found = open_answer(session, answer_id)
    if found is None:
        abort(404)
    return found
