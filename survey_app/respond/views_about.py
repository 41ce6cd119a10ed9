"""About the organisation: privacy, accessibility; and what machines ask of a site."""

import re
from typing import Any

from flask import Blueprint, Response, abort, request, session
from sqlalchemy import select

from survey_app.appearance.static_files import FOREVER
from survey_app.models import Organisation
from survey_app.organisations.queries import organisation_settings
from survey_app.organisations.recordings.queries import sound_of
from survey_app.organisations.settings import OrganisationSettings
from survey_app.respond.pages import (
    organisations_known,
    plain_surroundings,
    preferences_here,
    render,
)
from survey_app.respond.store import reading_from
from survey_app.visits.visitor import visitor_of
from survey_app.web.current import installation_here

DIGEST = re.compile(r"[0-9a-f]{16}")
SLUG = re.compile(r"[a-z0-9-]{1,40}")


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule = blueprint.add_url_rule
    rule("/privacy/<slug>", "privacy", privacy, methods=["GET"])
    rule("/toegankelijkheid/<slug>", "accessibility", accessibility, methods=["GET"])
    rule("/echt", "genuine", genuine, methods=["GET"])
    rule("/opname/<slug>/<digest>.opus", "recording", recording, methods=["GET"])
    rule("/robots.txt", "robots", robots, methods=["GET"])


def privacy(slug: str) -> Response:
    """What happens with answers and with contact data."""
    return _page("respond/privacy.html", slug)


def accessibility(slug: str) -> Response:
    """The accessibility statement (toegankelijkheidsverklaring)."""
    return _page("respond/accessibility.html", slug)


def genuine() -> Response:
    """How to tell a message of ours from one of somebody else; every message names this page."""
    config = installation_here().config
    return render(
        "respond/genuine.html",
        plain_surroundings(),
        preferences_here(),
        with_proof=False,
        organisations=organisations_known(),
        email_from=config.smtp.sender,
        sms_from=config.sms.sender,
        address=config.base_url,
    )


def recording(slug: str, digest: str) -> Response:
    """A recorded question or answer: the same for everybody, so kept by whoever fetched it."""
    content = None
    if SLUG.fullmatch(slug) and DIGEST.fullmatch(digest):
        content = sound_of(installation_here().engine, slug, digest)
    if content is None:
        abort(404)
    sent = Response(content, mimetype="audio/ogg", headers={"Cache-Control": FOREVER})
    # Some browsers play nothing that they cannot ask for in pieces.
    sent.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return sent


def robots() -> Response:
    """No search engine has any business here."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


def _page(template: str, slug: str) -> Response:
    """A page beside the questions; who is in the middle of them can go back, or stop."""
    return render(
        template,
        plain_surroundings(_settings(slug)),
        preferences_here(),
        with_proof=False,
        underway=visitor_of(session) is not None,
    )


def _settings(slug: str) -> OrganisationSettings:
    installation: Any = installation_here()
    name = None
    if SLUG.fullmatch(slug):
        with reading_from(installation.engine) as connection:
            name = connection.scalar(select(Organisation.name).where(Organisation.slug == slug))
    if name is None:
        abort(404)
    return organisation_settings(installation.engine, slug, name)
