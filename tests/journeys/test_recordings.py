"""Hearing a question: what was recorded first, the voice of the device where nothing was."""

import re

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from survey_app.database import only_of, reading
from survey_app.installation import Installation
from survey_app.models import Organisation
from survey_app.organisations.recordings.services import take_in
from tests.journeys.conftest import Invite, is_clean
from tests.journeys.test_phone import one_database
from tests.journeys.test_reading_aloud import listening, said
from tests.services.browser import OpenPage
from tests.services.opus_file import opus_file
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, one_database]


def take(installation: Installation, language: str, *names: str) -> None:
    with reading(installation.engine) as session:
        organisation_id = session.scalars(select(Organisation.id)).one()
    files = [(name, opus_file(0.2, name.encode())) for name in names]
    with only_of({organisation_id}):
        assert take_in(installation, organisation_id, language, files).refused == {}


def has_said(page: Page) -> list[str]:
    """What the device was told, once it was told something."""
    for _ in range(100):
        if said(page):
            break
        page.wait_for_timeout(100)
    return said(page)


def fetched(page: Page) -> list[str]:
    found: list[str] = []
    page.on("response", lambda one: found.append(one.url) if "/opname/" in one.url else None)
    return found


def test_tigrinya_is_heard_without_a_voice_and_nothing_is_fetched_before(
    open_page: OpenPage, server: WebServer, invite: Invite, installation: Installation
) -> None:
    take(installation, "ti", "C301.opus", "C301-5.opus")
    page = open_page()
    sounds = fetched(page)
    page.goto(f"{server.url}/v/{invite()}?taal=ti")
    page.click("main form button.utrecht-button--primary-action")
    button = page.locator(".ts-read button")
    button.wait_for()
    page.wait_for_load_state("networkidle")
    assert sounds == []
    before, stop = button.inner_text(), page.locator(".ts-read").get_attribute("data-stop") or ""
    button.click()
    page.locator(
        ".ts-read button", has_text=re.compile(f"^(?!{re.escape(stop)}|{re.escape(before)})")
    ).wait_for()
    assert len(set(sounds)) == 2
    assert page.locator(".ts-hear").count() == 1
    is_clean(page)


def test_a_recording_goes_before_the_voice_and_the_voice_fills_in(
    open_page: OpenPage, server: WebServer, invite: Invite, installation: Installation
) -> None:
    take(installation, "nl", "C301.opus")
    page = listening(open_page, server, invite())
    page.click("text=Lees voor")
    assert has_said(page) == ["Heel goed"]
    page.evaluate("window.next()")
    assert said(page) == ["Heel goed", "Goed"]


def test_a_recording_that_does_not_come_is_read_by_the_device(
    open_page: OpenPage, server: WebServer, invite: Invite, installation: Installation
) -> None:
    take(installation, "nl", "C301.opus")
    page = listening(open_page, server, invite())
    page.route("**/opname/**", lambda route: route.abort())
    page.click("text=Lees voor")
    assert has_said(page) == ["Hoe goed houdt de gemeente u op de hoogte?"]
