"""Pages: filling in the figures F01-F17, line by line or from a file."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.evaluation.entry.fields import Typed
from survey_app.evaluation.entry.pages import entered_wave, held_of, wave_of
from survey_app.evaluation.figures.entry.entered import TERMS, entered, line_of, name_of
from survey_app.evaluation.figures.entry.forms import fields_of, filled, read_line
from survey_app.evaluation.figures.queries import entered_figures, figure_of, outside_lines
from survey_app.evaluation.figures.services import delete_figure, save_figure
from survey_app.evaluation.figures.sums import sum_warnings
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here

evaluator = role_required("evaluator")


def add_to(blueprint: Blueprint) -> None:
    """The pages, and what their buttons do."""
    blueprint.get("/<wave_id>/cijfers")(figures)
    blueprint.get("/<wave_id>/cijfers/regel")(figure)
    blueprint.post("/<wave_id>/cijfers/regel")(save_figure_now)
    blueprint.post("/<wave_id>/cijfers/weg")(delete_figure_now)


@evaluator
def figures(wave_id: str) -> str:
    """Every figure with its definition, what was filled in, and what does not add up."""
    framework = installation_here().catalogue.framework
    with reading(installation_here().engine) as session:
        wave = entered_wave(session, wave_id)
        rows = entered_figures(session, wave_id)
        outside = outside_lines(session, wave_id)
    return render_template(
        "evaluation/figures.html",
        wave=wave,
        figures=entered(framework, rows, outside),
        filled=len({row.code for row in rows}),
        flags=sum_warnings([line_of(row) for row in rows]),
        terms=TERMS,
    )


@evaluator
def figure(wave_id: str, now: Typed | None = None) -> str:
    """One line: empty for a new one, else as it was stored."""
    wave, held = held_of(wave_id, "regel", figure_of)
    texts = {"code": request.args.get("cijfer", ""), "higher_is_better": "ja"}
    if held is not None:
        texts = filled(line_of(held))
    return render_template(
        "evaluation/figure.html",
        wave=wave,
        line_id=held.id if held else "",
        fields=fields_of(_codes()),
        typed=now or Typed(texts),
    )


@evaluator
def save_figure_now(wave_id: str) -> Response | tuple[str, int]:
    """Store the line."""
    wave_of(wave_id)
    codes = _codes()
    found, line = read_line(request.form, codes, codes)
    if line is None:
        return figure(wave_id, found), 422
    try:
        save_figure(installation_here().engine, wave_id, request.form.get("regel") or None, line)
    except BadInput as refused:
        return figure(wave_id, found.with_error("label", str(refused))), 422
    return redirect(url_for("evaluation.figures", wave_id=wave_id, _anchor=line.code), 303)


@evaluator
def delete_figure_now(wave_id: str) -> Response:
    """Take the line away."""
    wave_of(wave_id)
    delete_figure(installation_here().engine, wave_id, request.form.get("regel", ""))
    flash("De regel is verwijderd.")
    return redirect(url_for("evaluation.figures", wave_id=wave_id), 303)


def _codes() -> dict[str, str]:
    framework = installation_here().catalogue.framework
    return {one.code: f"{one.code} {name_of(one)}" for one in framework.figures}
