"""A plan in a real browser: what to expect follows while one types; rolling waves are readable."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TODAY, Look
from tests.journeys.test_fieldworker import LAST, Hands, server
from tests.services.browser import OpenPage
from tests.services.web_server import WebServer

__all__ = ["server"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
]


def opened_plan(server: WebServer, page: Page) -> Hands:
    hands = Hands(page)
    hands.log_in(server.url, "Farid")
    hands.link("Nieuwe meting")
    return hands


def test_what_to_expect_follows_while_somebody_types_and_nothing_is_lost(
    server: WebServer, open_page: OpenPage
) -> None:
    page = opened_plan(server, open_page(mobile=False)).page
    reckon = page.get_by_role("button", name="Bereken")
    expect(reckon).to_have_count(0)
    number = page.locator("#people-K3-TIJDENS")
    number.press_sequentially("250")
    expect(page.locator(".outlook")).to_contain_text("± 0,6")
    page.locator(".outlook summary").click()
    number.press("End")
    number.press_sequentially("0")
    expect(page.locator(".outlook")).to_contain_text("± 0,2")
    expect(page.locator(".outlook details")).to_have_attribute("open", "")
    expect(number).to_be_focused()
    expect(number).to_have_value("2500")
    expect(page.get_by_role("status")).to_have_text("De berekening is bijgewerkt.")
    page.route("**/bereken", lambda route: route.abort())
    number.press_sequentially("0")
    expect(reckon).to_be_visible()  # what cannot follow can still be asked for


@pytest.mark.turns
def test_a_rolling_wave_is_planned_and_told_without_a_fault_of_access(
    server: WebServer, open_page: OpenPage, look: Look
) -> None:
    hands = opened_plan(server, open_page(mobile=False))
    page = hands.page
    look(page)
    page.get_by_label("Naam", exact=True).fill("Doorlopend")
    page.get_by_label("Eerste dag").fill(TODAY.isoformat())
    page.get_by_label("Laatste dag").fill(LAST.isoformat())
    page.get_by_label("Nee, doorlopend").check()
    page.get_by_label("Komt deze meting terug?").select_option("12")
    hands.button("Maak het plan")
    expect(page.get_by_role("heading", name="Wie is wanneer aan de beurt?")).to_be_visible()
    look(page)
    page.goto(f"{page.url}/mensen/nieuw")
    expect(page.get_by_label("Startdatum of einddatum")).to_be_visible()
    look(page)
