"""Page: reading figures from a file, of one's own or of others."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import session_of
from survey_app.errors import BadInput, EntryRefused, FileRefused
from survey_app.evaluation.entry.pages import wave_of
from survey_app.evaluation.figures.file import read_rows, rows_of, with_source
from survey_app.evaluation.figures.outside import INDICATORS, SOURCES, is_outside, read_outside
from survey_app.evaluation.figures.read import Refused
from survey_app.evaluation.figures.services import store_figures, store_outside
from survey_app.questionnaire.typed_text import one_line
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")
NO_FILE = "Kies eerst een bestand."
NO_ROWS = "In dit bestand staan geen cijfers."


def add_to(blueprint: Blueprint) -> None:
    """The page, and its button."""
    blueprint.get("/<wave_id>/cijfers/inlezen")(figures_file)
    blueprint.post("/<wave_id>/cijfers/inlezen")(read_figures_now)


@evaluator
def figures_file(wave_id: str, said: str = "", refused: Sequence[Refused] = ()) -> str:
    """Which files can be read, and what was wrong with the last one."""
    wave = wave_of(wave_id)
    return render_template(
        "evaluation/figures_file.html",
        wave=wave,
        said=said,
        refused=refused,
        indicators=INDICATORS,
        sources=SOURCES,
        source=request.form.get("bron", ""),
    )


@evaluator
def read_figures_now(wave_id: str) -> Response | tuple[str, int]:
    """Store all rows of the file, or none and say which rows are wrong."""
    wave_of(wave_id)
    sent = request.files.get("bestand")
    try:
        if sent is None or not sent.filename:
            raise EntryRefused(NO_FILE)
        name, rows = one_line(sent.filename), rows_of(sent.read(), one_line(sent.filename))
        refused, told = _store(wave_id, name, rows)
    except BadInput as reason:
        said = reason.dutch if isinstance(reason, FileRefused) else str(reason)
        return figures_file(wave_id, said), 422
    if refused:
        return figures_file(wave_id, "Er is niets ingelezen. Verbeter deze rijen.", refused), 422
    flash(told)
    return redirect(url_for("evaluation.figures", wave_id=wave_id), 303)


def _store(wave_id: str, name: str, rows: list[list[str]]) -> tuple[tuple[Refused, ...], str]:
    engine = installation_here().engine
    if is_outside(rows):
        theirs = read_outside(name, rows)
        if not theirs.refused:
            store_outside(engine, wave_id, theirs.lines)
        return theirs.refused, f"{len(theirs.lines)} cijfers van anderen ingelezen."
    known = {one.code for one in installation_here().catalogue.framework.figures}
    ours = read_rows(name, rows, known)
    if not ours.lines and not ours.refused:
        raise EntryRefused(NO_ROWS)
    if not ours.refused:
        lines = with_source(ours.lines, one_line(request.form.get("bron", ""))[:200])
        with session_of(engine) as session:
            store_figures(session, wave_id, lines)
    wrong = len(ours.warnings)
    sums = "Alle optellingen kloppen." if not wrong else f"{wrong} keer klopt een optelling niet."
    return ours.refused, f"{len(ours.lines)} regels ingelezen. {sums}"
