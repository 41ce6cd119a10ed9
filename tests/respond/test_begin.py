"""Pressing "Begin": on our own page it works in any browser, from a page of others it does not."""

import pytest

from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.test_every_route import one_database
from tests.respond.test_ways_in import open_link

pytestmark = one_database
OURS = "http://localhost"  # the address of the test client
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": OURS},
    {"Origin": "https://evil.example"},
    {"Origin": "https://localhost.evil.example"},
    {"Origin": "http://["},
    {"Origin": ""},
]
HERE = [
    {},  # an old phone
    {"Origin": "null"},
    {"Origin": OURS},
    {"Origin": "http://127.0.0.1:8000"},  # the address that the installation is known by
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_a_begin_from_a_page_of_others_only_shows_the_page_to_press_it_on(
    headers: dict[str, str], fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    for token in (fieldwork.invite().token, open_link(fieldwork)):
        before, person = fieldwork.rows(), someone()
        person.page = person.client.post(f"/v/{token}", headers=headers)
        assert person.page.status_code == 403
        assert person.heading == "Wij vragen om uw mening"
        assert fieldwork.rows() == before
        assert person.client.get("/start").status_code == 403
        assert person.press("Begin").path == "/vraag/C301"


@pytest.mark.parametrize("headers", HERE)
def test_a_begin_on_our_own_page_works_also_where_the_browser_says_little(
    headers: dict[str, str], fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone()
    token = fieldwork.invite().token
    assert person.client.post(f"/v/{token}", headers=headers).status_code == 303


def test_an_old_browser_that_sends_our_cookie_must_bring_the_proof_of_our_page(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    mine, of_the_attacker = fieldwork.invite().token, fieldwork.invite().token
    person = someone().start(mine).answer("5")
    person.page = person.client.post(f"/v/{of_the_attacker}", headers={"Origin": "null"})
    assert person.page.status_code == 403
    assert person.open("/vraag/C301").chosen == ["5"]
    assert person.start(of_the_attacker).chosen == []


def test_a_page_from_before_the_cookie_still_begins_in_a_browser_that_says_it_is_ours(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite().token}")
    first = person.page
    person.press("Begin")
    assert first is not None
    again = person.client.post(first.request.path, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 303
