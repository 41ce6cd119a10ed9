"""Page: figures with what they mean, for council and client council. Published editions only."""

from flask import Blueprint, render_template

from survey_app.database import reading
from survey_app.evaluation.dashboard.presentation import shown_dashboard
from survey_app.evaluation.dashboard.queries import published_waves
from survey_app.evaluation.publishing.pages import opened
from survey_app.visits.staff_session import role_required
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """The newest wave, where a council reader starts, and every earlier one."""
    blueprint.get("/raad")(newest_dashboard)
    blueprint.get("/raad/<wave_id>")(dashboard)


@role_required("council_reader")
def newest_dashboard() -> str:
    """The newest wave that was published, or when something will be."""
    with reading(installation_here().engine) as session:
        waves = published_waves(session)
    if not waves:
        return render_template("evaluation/dashboard/empty.html")
    return _page(waves[0].id)


@role_required("evaluator", "council_reader")
def dashboard(wave_id: str) -> str:
    """Inflow, outflow, size, experience per phase, and goals against what was reached."""
    return _page(wave_id)


def _page(wave_id: str) -> str:
    page = opened(wave_id, "dashboard")
    with reading(installation_here().engine) as session:
        waves = published_waves(session)
    framework = installation_here().catalogue.framework
    return render_template(
        "evaluation/dashboard/page.html",
        page=page,
        shown=shown_dashboard(page.subjects["dashboard"], framework),
        waves=waves,
    )
