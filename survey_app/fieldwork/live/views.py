"""A draft is checked by one person and goes live by another."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from survey_app.fieldwork.live.presentation import LivePage, live_page
from survey_app.fieldwork.live.services import NotLive, PlanMoved, check_plan, go_live
from survey_app.visits.staff_session import asked_again, current_staff, role_required
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")
MOVED = "Iemand heeft dit plan intussen gewijzigd of nagekeken. Kijk nog eens."
NO_REASON = "Schrijf op waarom u dit alleen doet."


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    one = "/metingen/<wave_id>"
    rule(f"{one}/nagekeken", "check_now", check_now, methods=["POST"])
    rule(f"{one}/live", "ask_live", ask_live, methods=["GET"])
    rule(f"{one}/live", "live_now", live_now, methods=["POST"])


@fieldworker
def check_now(wave_id: str) -> Any:
    """This person went over the plan."""
    page = _page(wave_id)
    check_plan(installation_here(), page.wave.id, _account())
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


@fieldworker
@asked_again
def ask_live(wave_id: str) -> Any:
    """What happens when the wave goes live, or what keeps it from going."""
    page = _page(wave_id)
    if page.hurdle == "not_a_draft":
        return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)
    return render_template("fieldwork/live.html", page=page, wave=page.wave, refusal="", reason="")


@fieldworker
@asked_again
def live_now(wave_id: str) -> Any:
    """Let the wave go live, when nothing keeps it from going."""
    page, reason = _page(wave_id), request.form.get("reason", "")
    try:
        go_live(installation_here(), wave_id, _account(), request.form.get("seen", ""), reason)
    except PlanMoved:
        return _refused(page, MOVED, reason)
    except NotLive as error:
        return _refused(page, NO_REASON if error.hurdle == "reason" else "", reason)
    return redirect(url_for("fieldwork.planned_wave", wave_id=wave_id), 303)


def _refused(page: LivePage, sentence: str, reason: str) -> Any:
    return render_template(
        "fieldwork/live.html", page=page, wave=page.wave, refusal=sentence, reason=reason
    ), 409


def _page(wave_id: str) -> LivePage:
    found = live_page(installation_here(), wave_id, _account())
    if found is None:
        abort(404)
    return found


def _account() -> str:
    staff = current_staff()
    return staff.account_id if staff is not None else ""
