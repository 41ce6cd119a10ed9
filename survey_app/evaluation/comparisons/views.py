"""Pages: parties, phases, waves, expectations and ways of answering beside each other."""

from flask import Blueprint, render_template

from survey_app.evaluation.comparisons.presentation import (
    aspects,
    by_finding,
    changes,
    without_difference,
)
from survey_app.evaluation.comparisons.presentation_expectations import (
    CAUTIONS,
    shown_expectations,
)
from survey_app.evaluation.comparisons.presentation_modes import MODES, shown_modes
from survey_app.evaluation.comparisons.presentation_phases import phase_rows
from survey_app.evaluation.publishing.pages import opened
from survey_app.evaluation.publishing.queries import FORMER
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The pages."""
    blueprint.get("/<wave_id>/fasen")(phases)
    blueprint.get("/<wave_id>/verwachting")(expectations)
    blueprint.get("/<wave_id>/manieren")(modes)
    blueprint.get("/<wave_id>/partijen")(parties)
    blueprint.get("/<wave_id>/vorige-meting")(former)


@role_required("evaluator", "council_reader")
def parties(wave_id: str) -> str:
    """Where parties judge differently: blind spots first."""
    page = opened(wave_id, "comparisons")
    found = aspects(page.table, page.subjects["comparisons"])
    return render_template(
        "evaluation/parties.html",
        page=page,
        findings=by_finding(found),
        others=without_difference(found),
    )


@role_required("evaluator", "council_reader")
def former(wave_id: str) -> str:
    """What changed since the former wave, and how small a change could have been seen."""
    page = opened(wave_id, "trend", FORMER)
    found = changes(page.table, page.subjects["trend"])
    return render_template(
        "evaluation/former.html",
        page=page,
        name=page.subjects[FORMER]["name"],
        changes=[one for one in found if one.arrow],
        others=[one for one in found if not one.arrow],
    )


@role_required("evaluator", "council_reader")
def phases(wave_id: str) -> str:
    """Whether people judge otherwise in later phases."""
    page = opened(wave_id, "phases")
    framework = installation_here().catalogue.framework
    rows = phase_rows(page.subjects["phases"], framework)
    return render_template("evaluation/phases.html", page=page, aspects=rows)


@role_required("evaluator", "council_reader")
def expectations(wave_id: str) -> str:
    """What people expected, beside how it went."""
    page = opened(wave_id, "expectations")
    table = page.edition.table
    parties = shown_expectations(
        page.subjects["expectations"],
        installation_here().catalogue,
        table.versions,
        table.wave.mode,
    )
    return render_template(
        "evaluation/expectations.html",
        page=page,
        parties=parties,
        cautions=CAUTIONS,
    )


@role_required("evaluator", "council_reader")
def modes(wave_id: str) -> str:
    """Website, telephone, paper and with help."""
    page = opened(wave_id, "modes")
    versions = page.edition.table.versions
    found = shown_modes(page.subjects["modes"], installation_here().catalogue, versions)
    return render_template("evaluation/modes.html", page=page, questionnaires=found, names=MODES)
