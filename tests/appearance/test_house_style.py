"""An organisation's settings, colours and logo: readable or refused, with the numbers."""

import re

import pytest

from survey_app.appearance.house_style import add_house_styles
from survey_app.appearance.static_files import FOREVER, StaticFiles, served
from survey_app.appearance.theme import PAIRS, TOKENS, check_theme, contrast, theme_css
from survey_app.config import STATIC
from survey_app.installation import Installation
from survey_app.organisations.queries import organisation_settings
from survey_app.organisations.services import new_organisation
from survey_app.organisations.settings import OrganisationSettings
from tests.services.settings import fill_in_settings


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_the_default_colours_stand_in_the_style_sheet_and_pass() -> None:
    check_theme({})
    css = (STATIC / "respond.css").read_text()
    light, dark = (block_of(css, number) for number in (0, 1))
    for name, value in TOKENS.items():
        short = value if len(set(value[1:])) > 1 else f"#{value[1:4]}"
        assert light[name] in (value, short)
    for front, back, least in PAIRS:
        assert contrast(long(dark[front]), long(dark[back])) >= least


def block_of(css: str, number: int) -> dict[str, str]:
    block = re.findall(r":root\{(.*?)\}", css, re.DOTALL)[number]
    return dict(re.findall(r"--([\w-]+):([^;]+)", block))


def long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(part * 2 for part in colour[1:])


def test_without_anything_filled_in_there_are_sensible_words(installation: Installation) -> None:
    settings = organisation_settings(installation.engine, "stad", "Stad")
    assert (settings.name, settings.help_phone) == ("Stad", "Stad")


def test_house_style_and_logo_are_served_under_lasting_names_and_packed(
    installation: Installation,
) -> None:
    new_organisation(installation, "Stad")
    (installation.config.home / "organisations").mkdir()
    logo = installation.config.home / "organisations" / "l.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    text = 'logo = "l.svg"\n[theme]\nts-header-color = "#7a0019"\n'
    fill_in_settings(installation, "stad", text)
    files = StaticFiles(STATIC)
    files.when_missing = lambda: add_house_styles(files, installation.engine)
    other = StaticFiles(STATIC)
    add_house_styles(other, installation.engine)
    address = other.address("respond-stad-1.css")  # made by another process
    answers = []
    application = served(files, lambda environ, start: [b"page"], [("X-A", "b")])
    environ = {"PATH_INFO": address, "REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip"}
    body = application(environ, lambda status, headers: answers.append((status, dict(headers))))
    [(status, headers)] = answers
    assert status == "200 OK"
    assert headers["Cache-Control"] == FOREVER
    assert headers["Content-Encoding"] == "gzip"
    assert headers["X-A"] == "b"
    assert len(b"".join(body)) == int(headers["Content-Length"])
    assert b"#7a0019" in files.content("respond-stad-1.css")
    assert files.has("logo-stad-1.svg")


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/niets.css", "/vraag"])
def test_nothing_else_is_served_from_there(path: str) -> None:
    application = served(StaticFiles(STATIC), lambda environ, start: [b"page"], [])
    assert application({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, None) == [b"page"]


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("14 0182", "140182"),
        ("+31 182 624 624", "+31182624624"),
        ("0182-624624 (ma t/m vr 9-17 uur)", "0182624624"),
        ("14 0000 (verzonnen)", "140000"),
        ("Waddinxveen", ""),
        ("", ""),
    ],
)
def test_the_help_number_can_be_dialled_by_a_tap(phone: str, dialled: str) -> None:
    assert OrganisationSettings("a", "A", help_phone=phone).help_dial == dialled


def test_in_the_dark_a_logo_keeps_the_colour_it_was_drawn_on() -> None:
    css = theme_css({"ts-header-background-color": "#8c1d2f", "ts-header-color": "#ffffff"})
    assert css.endswith(":root{--ts-logo-background-color:#8c1d2f}")
    assert "var(--ts-logo-background-color,#fff)" in (STATIC / "respond.css").read_text()
