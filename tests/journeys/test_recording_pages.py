"""The pages of recordings for an administrator, in every look."""

import pytest
from sqlalchemy import select

from survey_app.accounts.services import create_account
from survey_app.database import session_of
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.installation import Installation
from survey_app.models import Organisation
from tests.journeys.conftest import Look
from tests.journeys.test_phone import one_database
from tests.journeys.test_recordings import take
from tests.journeys.test_staff_accounts import PASSWORD
from tests.services.browser import OpenPage
from tests.services.opus_file import opus_file
from tests.services.web_server import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.turns, one_database]


def test_an_administrator_uploads_hears_and_reads_what_was_refused(
    open_page: OpenPage, server: WebServer, installation: Installation, look: Look
) -> None:
    new_organisation(installation, "Hier")
    take(installation, "ti", "C301.opus")
    with session_of(installation.engine) as session:
        create_account(session, "Bea", "organisation_admin", PASSWORD)
        place = session.scalars(select(Organisation.id)).one()
    page = open_page()
    page.goto(f"{server.url}/inloggen")
    page.fill("#name", "Bea")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "inloggen" not in address)
    page.goto(f"{server.url}/organisatie/{place}/talen")
    look(page)
    page.get_by_role("link", name="1 opnamen in het Tigrinya").click()
    look(page)
    page.set_input_files(
        "#opname",
        [  # type: ignore[arg-type]
            {"name": "C301-5.opus", "mimeType": "audio/ogg", "buffer": opus_file()},
            {"name": "X1.opus", "mimeType": "audio/ogg", "buffer": opus_file()},
        ],
    )
    page.click("text=Bewaar opnamen")
    page.wait_for_selector("#fouten")
    assert "1 bewaard, 1 geweigerd." in page.inner_text("#fouten")
    look(page)
    page.locator("main table a", has_text="Uw hulp nu").first.click()
    assert page.locator("audio[preload=none]").count() == 2
    look(page)
