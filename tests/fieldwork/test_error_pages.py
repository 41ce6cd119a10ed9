"""When something is wrong on a page of staff: their own look, plain words, a way on."""

import pytest
from flask.testing import FlaskClient

from tests.services.page_check import parsed

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/veldwerk/bellen/onbekend", 404, "Deze pagina bestaat niet"),
        ("/veldwerk/papier/onbekend/K3-TIJDENS", 404, "Deze pagina bestaat niet"),
        ("/metingen", 403, "U mag deze pagina niet openen"),
    ],
)
def test_a_page_that_is_not_there_or_not_theirs_is_a_page_of_staff(
    path: str, status: int, heading: str, fieldworker: FlaskClient
) -> None:
    page = fieldworker.get(path)
    assert page.status_code == status
    read = parsed(page)
    assert read.h1 is not None
    assert read.h1.get_text() == heading
    assert "Uitloggen" in read.get_text()
    assert "Bel de organisatie" not in read.get_text()
    onward = read.select_one("main a")
    assert onward is not None
    assert fieldworker.get(str(onward["href"]), follow_redirects=True).status_code == 200


def test_a_page_that_stood_open_too_long_says_that_nothing_was_kept(
    fieldworker: FlaskClient,
) -> None:
    answer = fieldworker.post("/veldwerk/bellen/onbekend/volgende", data={"csrf_token": "oud"})
    assert answer.status_code == 400
    read = parsed(answer)
    assert read.h1 is not None
    assert read.h1.get_text() == "Deze pagina stond te lang open"
