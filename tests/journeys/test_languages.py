"""Arabic in a real browser, from right to left; accessibility per language is in test_pairs."""

import pytest

from survey_app.installation import Installation
from tests.journeys.conftest import Invite, is_clean, walk
from tests.journeys.test_phone import one_database, received
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]


def test_arabic_reads_from_right_to_left(
    server: WebServer, invite: Invite, installation: Installation, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{server.url}/v/{invite(language='ar')}")
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/vraag/**")
    radio = page.locator("input[type=radio]").first.bounding_box()
    text = page.locator(".ts-answer label").first.bounding_box()
    assert radio is not None
    assert text is not None
    assert radio["x"] > text["x"] + text["width"] / 2
    walk(page)
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/klaar")
    assert page.locator(".ts-receipt__code").get_attribute("dir") == "ltr"
    assert received(installation)[0].language == "ar"


@pytest.mark.turns("language")
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_code_to_keep_is_whole_on_a_narrow_screen_in_larger_text(
    language: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page(width=320)
    page.goto(f"{server.url}/v/{invite(language=language)}?groter=1")
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/vraag/**")
    walk(page)
    page.click("button.utrecht-button--primary-action")
    page.wait_for_url("**/klaar")
    code = page.evaluate(
        """() => { const all = document.createRange();
        all.selectNodeContents(document.querySelector('.ts-receipt__code'));
        const one = all.getBoundingClientRect(); return [one.left, one.right]; }"""
    )
    frame = page.locator(".ts-receipt").bounding_box()
    assert frame is not None
    assert frame["x"] < code[0] < code[1] < frame["x"] + frame["width"] <= 320
    is_clean(page)


@pytest.mark.parametrize(("language", "direction"), [("nl", "ltr"), ("ar", "rtl")])
def test_the_arrow_of_back_points_back(
    language: str, direction: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(f"{server.url}/v/{invite(language=language)}")
    page.click("button.utrecht-button--primary-action")
    found = page.locator(".ts-back a").evaluate(
        "one => [getComputedStyle(one, '::before').content, getComputedStyle(one).direction]"
    )
    # From right to left the same character is drawn mirrored (Unicode: Bidi_Mirrored).
    assert found == ['"\u2039"', direction]
