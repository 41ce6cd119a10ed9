"""Arabic in a real browser, from right to left; accessibility per language is in test_pairs."""

import pytest

from survey_app.installation import Installation
from tests.journeys.conftest import Invite, walk
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
