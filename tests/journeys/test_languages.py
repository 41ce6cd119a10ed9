"""Every language in a real browser: no violation, nothing cut off, Arabic from right to left."""

import pytest

from survey_app.config import QUESTIONNAIRES
from survey_app.installation import Installation
from tests.journeys.conftest import Invite, is_clean, walk
from tests.journeys.test_phone import one_database, received
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]
# Each language meets another pair of circumstances: together they meet all of them.
CIRCUMSTANCES = {
    "en": {"dark": True, "width": 320},
    "ar": {"width": 320},
    "uk": {"dark": True},
    "tr": {"mobile": False},
    "ti": {"width": 320},
}


@pytest.mark.parametrize(
    "language", sorted(path.stem for path in (QUESTIONNAIRES / "translations").glob("*.po"))
)
def test_every_kind_of_page_is_accessible_in_this_language(
    language: str, server: WebServer, invite: Invite, open_page: OpenPage
) -> None:
    page = open_page(**CIRCUMSTANCES[language])
    page.goto(f"{server.url}/v/{invite('K1-PRE', language)}")
    if page.locator(f"html[lang={language}]").count() == 0:
        pytest.fail(f"{language} is not offered: its catalogue is not complete")
    is_clean(page)
    primary = "button.utrecht-button--primary-action"
    page.click(primary)
    page.wait_for_url("**/vraag/**")
    page.click(primary)
    page.wait_for_selector("#errors")
    is_clean(page)
    seen = set()

    def one_of_each_kind(_: object) -> None:
        kind = page.evaluate("document.querySelector('[name=answer]').type")
        if kind not in seen:
            seen.add(kind)
            is_clean(page)

    walk(page, one_of_each_kind)
    assert {"radio", "textarea"} <= seen
    is_clean(page)
    page.click(primary)
    page.wait_for_url("**/klaar")
    is_clean(page)


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
