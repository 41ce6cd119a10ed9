"""Logo and colours: only a picture, only what can be read, and seen before it is kept."""

import io
import struct
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app.appearance.theme import TOKENS
from survey_app.organisations.looks.colours import NAMES, pairs, read_colours
from survey_app.organisations.looks.logo import LOGO_BYTES, refusal_in_dutch, refusal_of
from tests.organisations.conftest import Settings
from tests.services.page_check import parsed
from tests.tenancy.conftest import Place

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>%s</svg>"
DRAWN = SVG % b"<path d='M0 0h9v9z' fill='#14506b'/>"


def png(width: int = 1, end: bytes = b"") -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        total = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + total

    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1))
    chunks = part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks + end


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", DRAWN),
        ("a.svg", b'<?xml version="1.0" encoding="UTF-8"?>' + DRAWN),
        ("a.svg", SVG % b"<defs><g id='a'/></defs><use href='#a'/><style>path{fill:red}</style>"),
        ("a.svg", SVG % b"<linearGradient id='b'/><rect fill='url(#b)'/>"),
        ("a.png", png()),
        ("a.webp", b"RIFF" + struct.pack("<I", 8) + b"WEBPVP8 "),
    ],
)
def test_a_picture_may_be_a_logo(name: str, content: bytes) -> None:
    assert refusal_of(name, content) is None


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.svg", SVG % b"<script>alert(1)</script>", "plain"),
        (
            "a.svg",
            SVG % b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
            "plain",
        ),
        ("a.svg", SVG % b"<x:p xmlns:x='http://www.w3.org/1999/xhtml'/>", "plain"),
        ("a.svg", SVG % b"<animate attributeName='href' to='javascript:1'/>", "plain"),
        ("a.svg", SVG % b"<image href='https://elders.example/x.png'/>", "plain"),
        ("a.svg", SVG % b"<path onload='alert(1)'/>", "script"),
        ("a.svg", SVG % b"<path ONCLICK='alert(1)'/>", "script"),
        ("a.svg", SVG % b"<use href='https://elders.example/x.svg#a'/>", "script"),
        ("a.svg", SVG % b"<use xmlns:x='http://www.w3.org/1999/xlink' x:href='data:a'/>", "script"),
        ("a.svg", SVG % b"<rect fill='url(https://elders.example/x)'/>", "script"),
        ("a.svg", SVG % b"<style>@import 'https://elders.example/x.css'</style>", "script"),
        ("a.svg", SVG % b"<style>a{b:\\75rl(https://elders.example)}</style>", "script"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + DRAWN, "plain"),
        ("a.svg", b"<?xml-stylesheet href='x.css'?>" + DRAWN, "plain"),
        ("a.svg", DRAWN.decode().encode("utf-16"), "damaged"),
        ("a.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>", "damaged"),
        ("a.svg", b"<svg", "damaged"),
        ("a.png", png(end=b"<script>"), "damaged"),
        ("a.png", png()[:-6], "damaged"),
        ("a.png", png().replace(b"IDAT", b"IDAT\0"), "damaged"),
        ("a.png", png(width=3000), "sides"),
        ("a.png", DRAWN, "damaged"),
        ("a.png", b"x" * (LOGO_BYTES + 1), "heavy"),
        ("a.webp", b"RIFF" + struct.pack("<I", 900) + b"WEBPVP8 ", "damaged"),
        ("a.gif", b"GIF89a", "kind"),
    ],
)
def test_what_is_more_than_a_picture_or_less_is_refused(
    name: str, content: bytes, why: str
) -> None:
    found = refusal_of(name, content)
    assert found is not None
    assert found[0] == why
    assert refusal_in_dutch(name, content)


def test_every_colour_has_a_name_and_every_pair_is_measured() -> None:
    assert set(NAMES) == set(TOKENS)
    typed, wrong = read_colours({"utrecht-link-color": " #FFCC00 ", "ts-header-color": "rood"})
    assert typed["utrecht-link-color"] == "#ffcc00"
    assert list(wrong) == ["ts-header-color"]
    short = [one for one in pairs(typed) if not one.is_enough]
    assert {one.front for one in short} == {"utrecht-link-color"}
    assert short[0].shown == "1,31"
    assert short[0].words == "Links op zacht vlak"


def send(client: FlaskClient, place: Place, button: str = "", **values: object) -> TestResponse:
    path = f"/organisatie/{place.organisation_id}/huisstijl"
    page = parsed(client.get(path))
    data: dict[str, object] = {
        str(one["name"]): one.get("value", "") for one in page.select("form[enctype] input[name]")
    }
    for name in ("logo", "no_logo"):
        data.pop(name, None)
    data |= {button: "1"} if button else {}
    return client.post(path, data=data | values, content_type="multipart/form-data")


def test_colours_that_cannot_be_read_are_refused_and_stay_on_the_page(
    admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    answer = send(admin, ours, **{"utrecht-link-color": "#ffcc00"})
    assert answer.status_code == 422
    html = parsed(answer)
    assert "niet goed te lezen" in html.select_one("[role=alert]").get_text()
    assert html.select_one("#utrecht-link-color")["value"] == "#ffcc00"
    assert settings().theme == {}


def test_readable_colours_and_a_logo_reach_the_pages_of_people(
    app: Flask, admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    visitor = app.test_client()
    assert "logo-hier" not in visitor.get("/privacy/hier").get_data(as_text=True)
    logo = (io.BytesIO(DRAWN), "Ons Logo.SVG")
    assert send(admin, ours, logo=logo, **{"utrecht-link-color": "#7a0019"}).status_code == 303
    assert dict(settings().theme) == {"utrecht-link-color": "#7a0019"}
    page = parsed(visitor.get("/privacy/hier"))
    style = visitor.get(str(page.select_one("link[rel=stylesheet]")["href"]))
    assert b"--utrecht-link-color:#7a0019" in style.data
    shown = visitor.get(str(page.select_one("img.ts-header__logo")["src"]))
    assert shown.data == DRAWN
    assert send(admin, ours, no_logo="1").status_code == 303
    assert "logo-hier" not in visitor.get("/privacy/hier").get_data(as_text=True)
    assert dict(settings().theme) == {"utrecht-link-color": "#7a0019"}


def test_a_logo_with_a_script_is_refused_in_a_sentence(
    admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    bad = SVG % b"<script>alert(1)</script>"
    answer = send(admin, ours, logo=(io.BytesIO(bad), "logo.svg"))
    assert answer.status_code == 422
    assert "bevat meer dan een tekening (script)" in answer.get_data(as_text=True)
    assert settings().logo == ""


def test_the_preview_shows_colours_that_are_not_kept_and_only_in_a_frame_of_ours(
    admin: FlaskClient, ours: Place, settings: Settings
) -> None:
    answer = send(admin, ours, "look", **{"utrecht-link-color": "#ffcc00"})
    assert answer.status_code == 200
    assert settings().theme == {}
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    page = admin.get(str(parsed(answer).select_one("iframe")["src"]))
    assert page.headers.getlist("Content-Security-Policy")[0].endswith("frame-ancestors 'self'")
    assert len(page.headers.getlist("Content-Security-Policy")) == 1
    style = admin.get(str(parsed(page).select_one("link[rel=stylesheet]")["href"]))
    assert b"--utrecht-link-color:#ffcc00;" in style.data


def test_no_text_gets_into_the_style_of_the_preview(admin: FlaskClient, ours: Place) -> None:
    path = f"/organisatie/{ours.organisation_id}/voorbeeld.css"
    style = admin.get(path, query_string={"utrecht-link-color": "red}body{x:y", "evil": "#123456"})
    assert b"red}body" not in style.data
    assert b"#123456" not in style.data
