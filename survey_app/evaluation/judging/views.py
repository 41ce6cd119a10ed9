"""Writing down a conclusion about a norm or a point of a deeladvies, and reading along."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.pages import staff_name
from survey_app.evaluation.judging.forms import LIGHTS, FieldRefused, codes_of, conclusion
from survey_app.evaluation.judging.presentation import subject_text
from survey_app.evaluation.judging.queries import judgements
from survey_app.evaluation.judging.services import agree, conclude
from survey_app.evaluation.norms.own.queries import own_norm_texts
from survey_app.evaluation.publishing.pages import opened
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

PAGES = {"norm": "evaluation.norms", "point": "evaluation.advices"}


def add_to(blueprint: Blueprint) -> None:
    """The page of one conclusion, and what its buttons do."""
    address = "/<wave_id>/conclusie/<about>/<code>"
    blueprint.get(address)(judging)
    blueprint.post(address)(judge_now)
    blueprint.post(f"{address}/meegelezen")(agree_now)


@role_required("evaluator")
def judging(wave_id: str, about: str, code: str, refused: str = "") -> str:
    """The form, filled with what was concluded before."""
    page = opened(wave_id)
    subject = _subject(wave_id, about, code)
    with reading(installation_here().engine) as session:
        held = judgements(session, wave_id, about).get(code)
    return render_template(
        "evaluation/judging.html",
        page=page,
        about=about,
        code=code,
        subject=subject,
        lights=LIGHTS if about == "norm" else (),
        light=request.form.get("licht", held.light if held else ""),
        text=request.form.get("tekst", held.text if held else ""),
        refused=refused,
        back=url_for(PAGES[about], wave_id=wave_id, _anchor=code),
    )


@role_required("evaluator")
def judge_now(wave_id: str, about: str, code: str) -> Response | tuple[str, int]:
    """Store the conclusion."""
    page = opened(wave_id)
    _subject(wave_id, about, code)
    try:
        said = conclusion(request.form, about, code)
    except FieldRefused as refused:
        return judging(wave_id, about, code, str(refused)), 422
    conclude(installation_here().engine, wave_id, page.edition.version, said, staff_name())
    return redirect(url_for(PAGES[about], wave_id=wave_id, _anchor=code), 303)


@role_required("evaluator")
def agree_now(wave_id: str, about: str, code: str) -> Response:
    """Agree with the conclusion of somebody else."""
    opened(wave_id)
    _subject(wave_id, about, code)
    try:
        agree(installation_here().engine, wave_id, about, code, staff_name())
    except BadInput as refused:
        flash(str(refused))
    return redirect(url_for(PAGES[about], wave_id=wave_id, _anchor=code), 303)


def _subject(wave_id: str, about: str, code: str) -> str:
    """What the conclusion is about, also a norm of one's own; a 404 for a code there is not."""
    framework = installation_here().catalogue.framework
    if code in codes_of(framework, about):
        return subject_text(framework, about, code)
    with reading(installation_here().engine) as session:
        own = own_norm_texts(session, wave_id) if about == "norm" else {}
    if code not in own:
        abort(404)
    return own[code]
