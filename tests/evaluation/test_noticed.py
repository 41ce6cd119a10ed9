"""A measure asks the next wave whether people notice it; the answer stands at the measure."""

import datetime

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from survey_app.clock import today
from survey_app.database import reading
from survey_app.evaluation.api.services import evaluation_of
from survey_app.evaluation.measures.services import MeasureFacts, save_measure
from survey_app.evaluation.publishing.services import publish_all
from survey_app.fieldwork.live.services import make_live
from survey_app.fieldwork.waves.services import WavePlan, new_wave
from survey_app.models import Wave
from survey_app.organisations.asked.freezing import planned_questions
from survey_app.organisations.asked.queries import own_questions
from tests.evaluation.conftest import Measured, Submit

QUESTION = "De gemeente belt u nu elke maand. Merkt u dat?"
FACTS = MeasureFacts("measure", None, "Elke maand bellen", "teamleider Werk", "", None)


@pytest.fixture
def measure_id(measured: Measured) -> str:
    return save_measure(measured.installation.engine, measured.wave_id, None, FACTS, "Eva")


def ask(
    measured: Measured, evaluator: FlaskClient, submit: Submit, measure_id: str, **fields: object
) -> int:
    address = f"/metingen/{measured.wave_id}/maatregelen/vraag?maatregel={measure_id}"
    return submit(evaluator.get(address), "Stel deze vraag", **fields).status_code


def next_wave(measured: Measured, name: str = "Volgende", draft: bool = False) -> Measured:
    start = today() - datetime.timedelta(days=1)
    plan = WavePlan(name, "Voorbeeldstad", start, today() + datetime.timedelta(9), draft=draft)
    return Measured(measured.installation, new_wave(measured.installation, plan))


def frozen(measured: Measured) -> dict[str, list[str]]:
    with reading(measured.installation.engine) as session:
        own = own_questions(session, measured.wave_id)
    return {code: [one.code for one in asked] for code, asked in own.items()}


def measures_page(evaluator: FlaskClient, measured: Measured) -> str:
    text = evaluator.get(f"/metingen/{measured.wave_id}/maatregelen").text
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


def test_the_next_wave_asks_and_the_measure_shows_who_notices(
    measured: Measured, evaluator: FlaskClient, submit: Submit, measure_id: str
) -> None:
    form = {"vraag": QUESTION, "aan": ["W1-PRE", "G-ZELF"]}
    assert ask(measured, evaluator, submit, measure_id, **form) == 303
    assert f"De volgende meting vraagt: ‘{QUESTION}’" in measures_page(evaluator, measured)
    asking = next_wave(measured)
    assert frozen(asking) == {"G-ZELF": ["X01"], "W1-PRE": ["X02"]} or frozen(asking) == {
        "G-ZELF": ["X02"],
        "W1-PRE": ["X01"],
    }
    code = frozen(asking)["W1-PRE"][0]
    asking.answer("W1-PRE", [{code: value} for value in [1] * 12 + [2] * 8 + [3] * 10 + [9] * 3])
    other = frozen(asking)["G-ZELF"][0]
    asking.answer("G-ZELF", [{other: value} for value in [1, 3, 3]])
    asking.close()
    publish_all(asking.installation)
    told = {
        one["questionnaire"]: one
        for one in evaluation_of(asking.installation, asking.wave_id)["noticed"]
    }
    assert (told["W1-PRE"]["n"], told["W1-PRE"]["measure"]) == (30, measure_id)
    assert told["W1-PRE"]["share"] == pytest.approx(20 / 30)
    # Wilson at 95 %, 20 of 30 (worked by hand)
    assert told["W1-PRE"]["low"] == pytest.approx(0.48780, abs=1e-4)
    assert told["W1-PRE"]["high"] == pytest.approx(0.80769, abs=1e-4)
    assert (told["G-ZELF"]["n"], told["G-ZELF"]["share"]) == (None, None)
    page = measures_page(evaluator, asking)
    assert "67 % van de 30 werkgevers" in page
    assert "marge 49 % tot 81 %" in page
    assert "Van de medewerkers" in page
    assert "te weinig om te tonen" in page


def test_one_wave_asks_it_and_a_later_one_only_after_it_was_stored_again(
    measured: Measured, evaluator: FlaskClient, submit: Submit, measure_id: str
) -> None:
    form = {"vraag": QUESTION, "aan": ["W1-PRE"]}
    ask(measured, evaluator, submit, measure_id, **form)
    asking = next_wave(measured)
    assert frozen(asking) == {"W1-PRE": ["X01"]}
    assert f"Volgende vraagt: ‘{QUESTION}’" in measures_page(evaluator, measured)
    assert frozen(next_wave(measured, "Nog later")) == {}
    ask(measured, evaluator, submit, measure_id, **form)
    assert frozen(next_wave(measured, "Daarna")) == {"W1-PRE": ["X01"]}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_draft_shows_what_it_will_ask_and_freezes_it_when_it_goes_live(
    measured: Measured, evaluator: FlaskClient, submit: Submit, measure_id: str
) -> None:
    ask(measured, evaluator, submit, measure_id, vraag=QUESTION, aan=["K1-PRE"])
    draft = next_wave(measured, draft=True)
    assert frozen(draft) == {}
    with reading(draft.installation.engine) as session:
        wave = session.get_one(Wave, draft.wave_id)
        [planned] = planned_questions(session, draft.installation.catalogue, wave)
    assert (planned.questionnaire, planned.question.text) == ("K1-PRE", QUESTION)
    gone = draft.installation.catalogue.latest("K1-PRE").question("C106").text
    assert planned.gives_way == (gone,)
    make_live(draft.installation, "Volgende")
    assert frozen(draft) == {"K1-PRE": ["X01"]}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"vraag": "Merkt u dat", "aan": ["W1-PRE"]}, "Eindig met een vraag"),
        ({"vraag": "Mevrouw Jansen belt u nu. Merkt u dat?", "aan": ["W1-PRE"]}, "Noem geen"),
        ({"vraag": QUESTION}, "Kies wie deze vraag krijgt."),
    ],
)
def test_a_question_that_people_cannot_be_asked_is_told_and_kept_on_screen(
    measured: Measured,
    evaluator: FlaskClient,
    submit: Submit,
    measure_id: str,
    fields: dict[str, object],
    said: str,
) -> None:
    address = f"/metingen/{measured.wave_id}/maatregelen/vraag?maatregel={measure_id}"
    answer = submit(evaluator.get(address), "Stel deze vraag", **fields)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert said in page.get_text()
    assert page.select_one("#vraag")["value"] == fields["vraag"]
    assert frozen(next_wave(measured)) == {}
    assert not page.select("input[value='K3-TIJDENS']")  # full: not offered
