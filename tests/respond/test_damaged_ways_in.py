"""Links and codes with what programs and people put around them: they open."""

import pytest

from survey_app.crypto.tokens import grouped
from tests.respond.conftest import Fieldwork, NewRespondent

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "after", [".", ")", ",", ";", "%20", "/", "%E2%80%8B", "%22", "/).", "lower"]
)
def test_a_link_opens_with_what_came_along_with_it(
    after: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    path = f"/v/{token.lower()}" if after == "lower" else f"/v/{token}{after}"
    person = someone().open(path)
    assert person.page is not None
    assert person.page.status_code == 200
    form = person.html.form
    assert form is not None
    assert form["action"] == f"/v/{token}"
    assert person.press("Begin").path == "/vraag/C301"


def test_opting_out_works_with_a_damaged_link_too(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite(contact=fieldwork.contact()).token
    person = someone().open(f"/afmelden/{token.lower()}).")
    person.press()
    assert person.heading == "U krijgt geen berichten meer"


@pytest.mark.parametrize(
    "around",
    [
        "{}.",
        "Uw code is {}.",
        "({})",
        "“{}”",
        "{}\u200b",
    ],
)
def test_a_code_is_found_in_what_was_typed(
    around: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    code = fieldwork.invite(with_code=True).code or ""
    assert someone().open("/code").press(code=around.format(grouped(code))).path == "/start"


def test_a_whole_link_typed_as_a_code_leads_to_its_start_page(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().open("/code").press(code=f"https://spiegel.example/v/{token.lower()}.")
    assert person.path == f"/v/{token}"
    assert person.press("Begin").path == "/vraag/C301"
