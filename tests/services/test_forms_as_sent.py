"""A form that a test sends holds what a browser would have sent."""

import pytest
from flask.testing import FlaskClient

from tests.services.product import submit_form
from tests.services.small_application import create_app


@pytest.fixture
def visitor() -> FlaskClient:
    return create_app().test_client()


def test_what_the_page_filled_in_goes_along(visitor: FlaskClient) -> None:
    sent = submit_form(visitor, visitor.get("/vraag"), "Volgende", {}).get_json()
    assert sent == {
        "path": "/antwoord",
        "key": ["k"],
        "choice": ["2"],
        "more": ["a", "b"],
        "text": ["dag"],
        "go": ["on"],
    }


def test_given_values_replace_those_of_the_page(visitor: FlaskClient) -> None:
    given: dict[str, str | list[str]] = {"choice": "1", "text": "hoi", "more": ["b"]}
    sent = submit_form(visitor, visitor.get("/vraag"), "Volgende", given).get_json()
    assert (sent["choice"], sent["text"], sent["more"]) == (["1"], ["hoi"], ["b"])


def test_a_button_chooses_its_form_and_its_own_address(visitor: FlaskClient) -> None:
    page = visitor.get("/vraag")
    assert submit_form(visitor, page, "Zoek", {}).get_json() == {"path": "/zoek"}
    stopped = submit_form(visitor, page, "Stop", {}).get_json()
    assert (stopped["path"], stopped["go"]) == ("/stop", ["stop"])


def test_a_field_or_button_that_is_not_there_fails_the_test(visitor: FlaskClient) -> None:
    page = visitor.get("/vraag")
    with pytest.raises(AssertionError, match="not \\['other'\\]"):
        submit_form(visitor, page, "Volgende", {"other": "1"})
    with pytest.raises(AssertionError, match="no form with button"):
        submit_form(visitor, page, "Weg", {})
