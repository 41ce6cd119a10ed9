"""Wat wanneer wordt gewist: the dates of each wave that is over."""

from flask import Blueprint, render_template

from survey_app.database import reading
from survey_app.organisations.pages import administrator, place_of
from survey_app.retention.queries import ended_waves
from survey_app.web.current import installation_here


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule(
        "/organisatie/<place_id>/gewist", "retention", retention, methods=["GET"]
    )


@administrator
def retention(place_id: str) -> str:
    """Every closed wave with the days on which something of it is wiped."""
    place = place_of(place_id)
    with reading(installation_here().engine) as session:
        waves = ended_waves(session, place.id)
    return render_template("organisations/retention.html", place=place, waves=waves)
