"""Links without contacts: an open one for a group, personal ones to hand out."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.crypto.tokens import is_code, is_token
from survey_app.errors import BadInput, WaveClosed
from survey_app.fieldwork.links.services import Personal, make_links, make_open_link
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.models import Access, OpenLink
from survey_app.ways_in.links import answer_link, code_page, opt_out_link


def test_an_open_link_opens_the_questionnaire_and_is_not_stored(
    installation: Installation, wave: str, client: FlaskClient
) -> None:
    token = make_open_link(installation, wave, "K3-TIJDENS", 200)
    assert is_token(token)
    assert client.get(answer_link("", token)).status_code == 200
    with Session(installation.engine) as session:
        link = session.scalars(select(OpenLink)).one()
    assert (link.maximum, link.started) == (200, 0)
    assert token.encode() not in link.token_hash


def test_personal_links_are_all_different_and_work(
    installation: Installation, wave: str, client: FlaskClient
) -> None:
    made = list(make_links(installation, wave, Personal("W3-TIJDENS", 3, with_code=True)))
    assert len({ways.token for ways in made}) == 3
    assert all(is_code(ways.code or "") for ways in made)
    assert client.get(answer_link("", made[0].token)).status_code == 200
    with Session(installation.engine) as session:
        assert len(session.scalars(select(Access)).all()) == 3


def test_whoever_stops_half_way_holds_no_link_that_is_not_stored(
    installation: Installation, wave: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey_app.fieldwork.links.services.PART", 2)
    made = make_links(installation, wave, Personal("K3-TIJDENS", 5))
    told = [next(made) for _ in range(3)]
    with Session(installation.engine) as session:
        assert len(session.scalars(select(Access)).all()) == 4
    assert [client.get(answer_link("", one.token)).status_code for one in told] == [200] * 3


def test_every_address_that_leaves_the_building_is_a_page_of_ours(
    installation: Installation, wave: str, client: FlaskClient
) -> None:
    (ways,) = make_links(installation, wave, Personal("K3-TIJDENS", 1))
    for address in (answer_link("", ways.token), opt_out_link("", ways.token), code_page("")):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("code", ["K9-NIETS", "ACHTERGROND", "U-SELECTIE"])
def test_a_questionnaire_that_cannot_be_handed_out_is_named(
    installation: Installation, wave: str, code: str
) -> None:
    with pytest.raises(BadInput, match="K3-TIJDENS"):
        make_links(installation, wave, Personal(code, 1))


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_a_number_that_makes_no_sense_is_refused(
    installation: Installation, wave: str, number: int
) -> None:
    with pytest.raises(BadInput):
        make_open_link(installation, wave, "K3-TIJDENS", number)


def test_a_closed_wave_hands_out_nothing(installation: Installation, wave: str) -> None:
    close_wave(installation, wave)
    with pytest.raises(WaveClosed):
        make_links(installation, wave, Personal("K3-TIJDENS", 1))
