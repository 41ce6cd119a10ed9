"""Going on later, also on another device: for who has a link, and for who came without one."""

from typing import Any

from flask import Blueprint, Response, redirect

from survey_app.crypto.tokens import grouped
from survey_app.respond.answering.views import place_of, sitting_here
from survey_app.respond.leaving.services_way_back import make_way_back, way_back_of
from survey_app.respond.pages import (
    around,
    need_proof,
    need_visitor,
    preferences_here,
    render,
)
from survey_app.ways_in.links import code_page
from survey_app.web.current import installation_here
from survey_app.web.security import allowed


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/later", "later", later, methods=["GET"])
    rule("/later", "ask_way_back", ask_way_back, methods=["POST"])


def later() -> Response:
    """Say how to go on later; who came by an open link can ask for a code."""
    installation, sitting = installation_here(), sitting_here()
    found = way_back_of(installation, sitting)
    address = code_page(installation.config.base_url)
    return render(
        "respond/later.html",
        around(sitting),
        preferences_here(),
        code=grouped(found.code) if found.code else "",
        may_ask=found.may_ask,
        address=address.partition("://")[2],
        forward=place_of(sitting),
    )


def ask_way_back() -> Any:
    """Make the code; the page then shows it to this session only."""
    need_visitor()
    need_proof()
    sitting = sitting_here()
    if allowed("way back", sitting.situation.wave_id):
        make_way_back(installation_here(), sitting)
    return redirect("/later", 303)
