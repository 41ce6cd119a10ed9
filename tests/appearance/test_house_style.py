"""An organisation's settings, colours and logo: readable or refused, with the numbers."""

import re
from pathlib import Path

import pytest

from survey_app.appearance.house_style import add_house_styles
from survey_app.appearance.static_files import FOREVER, StaticFiles, served
from survey_app.appearance.theme import PAIRS, TOKENS, check_theme, contrast, theme_css
from survey_app.config import STATIC
from survey_app.errors import BadInput
from survey_app.organisations.settings_file import OrganisationSettings, organisation_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "organisations"
    made.mkdir()
    return made


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


def test_a_colour_that_cannot_be_read_is_refused_with_its_numbers(folder: Path) -> None:
    (folder / "a.toml").write_text('[theme]\nutrecht-link-color = "#ffcc00"\n')
    with pytest.raises(
        BadInput, match=r"a\.toml: theme: utrecht-link-color #ffcc00 .* 1\.5\d, needed is 4\.5"
    ):
        add_house_styles(StaticFiles(STATIC), folder.parent)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("phone = 1", "unknown key 'phone'"),
        ("help_phone = 1", "help_phone must be a str"),
        ("slug = 'x'", "unknown key 'slug'"),
        ("providers = 'x'", "providers must be a list"),
        ("a = ", "not TOML"),
        ("[theme]\nx = '#123456'", "unknown token 'x'"),
        ("[theme]\nutrecht-link-color = 'red;}body{'", "must be a colour"),
        ("logo = '../keys/session'", "must be a file beside it"),
        ("logo = 'weg.svg'", "No such file"),
    ],
)
def test_a_bad_settings_file_is_refused_at_start_with_file_and_key(
    content: str, words: str, folder: Path
) -> None:
    (folder / "stad.toml").write_text(content)
    with pytest.raises(BadInput, match=r"stad\.toml") as caught:
        add_house_styles(StaticFiles(STATIC), folder.parent)
    assert words in str(caught.value)


def test_without_a_file_there_are_sensible_words(tmp_path: Path) -> None:
    settings = organisation_settings(tmp_path, "stad", "Stad")
    assert (settings.name, settings.help_phone) == ("Stad", "Stad")


def test_a_changed_file_counts_without_a_restart(folder: Path) -> None:
    path = folder / "stad.toml"
    path.write_text('help_phone = "1"')
    assert organisation_settings(folder.parent, "stad", "Stad").help_phone == "1"
    path.write_text('help_phone = "22"')
    assert organisation_settings(folder.parent, "stad", "Stad").help_phone == "22"


def test_house_style_and_logo_are_served_under_lasting_names_and_packed(folder: Path) -> None:
    (folder / "stad.toml").write_text('logo = "l.svg"\n[theme]\nts-header-color = "#7a0019"\n')
    (folder / "l.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    files = StaticFiles(STATIC)
    files.when_missing = lambda: add_house_styles(files, folder.parent)
    other = StaticFiles(STATIC)
    add_house_styles(other, folder.parent)
    address = other.address("respond-stad.css")  # made by another process
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
    assert b"#7a0019" in files.content("respond-stad.css")
    assert files.has("logo-stad.svg")


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/niets.css", "/vraag"])
def test_nothing_else_is_served_from_there(path: str) -> None:
    application = served(StaticFiles(STATIC), lambda environ, start: [b"page"], [])
    assert application({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, None) == [b"page"]


def test_a_logo_that_is_too_heavy_is_refused(folder: Path) -> None:
    (folder / "stad.toml").write_text('logo = "l.png"')
    (folder / "l.png").write_bytes(b"x" * 10_001)
    with pytest.raises(BadInput, match="10001 bytes"):
        add_house_styles(StaticFiles(STATIC), folder.parent)


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
