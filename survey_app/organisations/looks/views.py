"""Huisstijl: the logo, the colours with their contrast, and a question page as it will look."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from survey_app.appearance.house_style import looks
from survey_app.appearance.theme import TOKENS
from survey_app.models import Organisation
from survey_app.organisations.looks.colours import CHIEF, OTHER, differing, pairs, read_colours
from survey_app.organisations.looks.logo import LOGO_BYTES, kind_of, refusal_in_dutch
from survey_app.organisations.looks.preview import preview_page, preview_style
from survey_app.organisations.pages import administrator, place_of
from survey_app.organisations.services import Logo, change_settings
from survey_app.organisations.settings import settings_of
from survey_app.web.current import installation_here
from survey_app.web.security import held_in_a_page, holding_a_page

UNREADABLE = (
    "Met deze kleuren is tekst niet goed te lezen. Kijk bij Contrast welke kleuren te weinig "
    "verschillen."
)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    rule, one = blueprint.add_url_rule, "/organisatie/<place_id>"
    rule(f"{one}/huisstijl", "house_style", house_style, methods=["GET"])
    rule(f"{one}/huisstijl", "change_house_style", change_house_style, methods=["POST"])
    rule(f"{one}/voorbeeld", "preview", preview, methods=["GET"])
    rule(f"{one}/voorbeeld.css", "style_of_preview", style_of_preview, methods=["GET"])


@administrator
def house_style(place_id: str) -> Response:
    """The logo and the colours as they are."""
    place = place_of(place_id)
    return _page(place, {**TOKENS, **settings_of(place).theme}, {})


@administrator
def change_house_style(place_id: str) -> Any:
    """Show the colours that were typed, or keep them and the logo."""
    place = place_of(place_id)
    colours, errors = read_colours(request.form)
    logo = _logo()
    if "look" in request.form:
        return _page(place, colours, errors)
    if logo is not None and (wrong := refusal_in_dutch(logo.name, logo.content)):
        errors["logo"] = wrong
    if not errors and not all(one.is_enough for one in pairs(colours)):
        errors["contrast"] = UNREADABLE
    if errors:
        page = _page(place, colours, errors)
        page.status_code = 422
        return page
    if logo is None and "no_logo" in request.form:
        logo = Logo("", b"")
    change_settings(installation_here(), place.id, {"theme": differing(colours)}, logo)
    return redirect(url_for("organisations.organisation", place_id=place_id), 303)


@administrator
def preview(place_id: str) -> Response:
    """A question page in the colours of the address, for the frame on the page above."""
    place = place_of(place_id)
    style = _address("style_of_preview", place, request.args)
    page = preview_page(installation_here(), settings_of(place), style, _logo_address(place))
    return held_in_a_page(make_response(page))


@administrator
def style_of_preview(place_id: str) -> Response:
    """The style sheet of that page; a colour that is none counts as usual."""
    place_of(place_id)
    colours, wrong = read_colours(request.args)
    right = {token: TOKENS[token] if token in wrong else value for token, value in colours.items()}
    return Response(preview_style(right), mimetype="text/css")


def _address(page: str, place: Organisation, colours: Mapping[str, str]) -> str:
    known = {token: value for token, value in colours.items() if token in TOKENS}
    return f"{url_for(f'organisations.{page}', place_id=place.id)}?{urlencode(known)}"


def _logo() -> Logo | None:
    """The picture that came along, named after what it is; None without one."""
    sent = request.files.get("logo")
    content = sent.stream.read(LOGO_BYTES * 100) if sent is not None else b""
    return Logo(f"logo{kind_of(content)}", content) if content else None


def _logo_address(place: Organisation) -> str:
    files = current_app.extensions["static_files"]
    return looks(files, settings_of(place), installation_here().engine)["logo"]


def _page(place: Organisation, colours: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    shown = {token: value for token, value in differing(colours).items() if token not in errors}
    return holding_a_page(
        make_response(
            render_template(
                "organisations/house_style.html",
                place=place,
                logo=_logo_address(place),
                colours=colours,
                chief=CHIEF,
                other=OTHER,
                errors=errors,
                pairs=pairs(colours),
                preview=_address("preview", place, shown),
            )
        )
    )
