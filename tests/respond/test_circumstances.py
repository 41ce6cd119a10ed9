"""What a respondent is asked follows the invitation and the wave, not today's settings."""

import pytest
from sqlalchemy import update

from survey_app.database import session_of
from survey_app.fieldwork.links.services import make_open_link
from survey_app.intake.services import close_wave
from survey_app.models import Invitation
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.services.settings import fill_in_settings

ABOUT_CONTRACT = {"O401", "O402"}
THREE = ("Werkpad", "Stap voor Stap", "De Brug")


def without_contract(fieldwork: Fieldwork) -> None:
    with session_of(fieldwork.installation.engine) as session:
        session.execute(update(Invitation).values(contract=False))
        session.commit()


@pytest.mark.parametrize("contract", [True, False])
def test_only_who_has_a_contract_is_asked_about_it(
    fieldwork: Fieldwork, someone: NewRespondent, contract: bool
) -> None:
    ways = fieldwork.invite("O-JAAR")
    if not contract:
        without_contract(fieldwork)
    body = someone().start(ways.token).answer_all(0)
    assert ABOUT_CONTRACT & set(body.seen) == (ABOUT_CONTRACT if contract else set())
    body.press("Verstuur mijn antwoorden")
    (sent,) = fieldwork.submissions()
    assert ABOUT_CONTRACT & sent.answers.keys() == (ABOUT_CONTRACT if contract else set())


def test_questions_about_a_contract_that_was_not_asked_count_as_not_asked(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite("O-JAAR")
    without_contract(fieldwork)
    someone().start(ways.token).answer_all(0).press("Verstuur mijn antwoorden")
    close_wave(fieldwork.installation, "Najaar")
    rows = fieldwork.rows()
    assert {row[1] for row in rows["answer_count"]} & ABOUT_CONTRACT == set()
    assert "R18-O" not in {row[1] for row in rows["pattern_count"]}


@pytest.mark.parametrize("openly", [False, True])
def test_the_providers_to_choose_from_are_those_of_the_wave(
    fieldwork: Fieldwork, someone: NewRespondent, openly: bool
) -> None:
    fieldwork.change_wave(providers=THREE)
    settings = 'providers = ["Anders"]\n'
    fill_in_settings(fieldwork.installation, "gemeente-voorbeeldstad", settings)
    if openly:
        token = make_open_link(fieldwork.installation, "Najaar", "K4-EINDE", 5)
    else:
        token = fieldwork.invite("K4-EINDE").token
    client = someone().start(token)
    while not client.path.endswith("/C407"):
        client.answer(str(client.html.select("[name=answer]")[0]["value"]))
    assert all(name in client.words for name in THREE)
    assert "Anders" not in client.words.split()
