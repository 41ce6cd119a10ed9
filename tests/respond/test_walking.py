"""Walks that nobody planned: back, change, another device or language, stop, resume, send twice.

A model keeps what the server acknowledged. Whatever the walk was, the person can finish, and what
arrives is what was acknowledged on the path: nothing lost, nothing of a path that was left.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test as run

from survey_app.application import create_app
from survey_app.installation import Installation
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.test_fuzz_forms import Unlimited
from tests.respond.test_refusals import form_of
from tests.respond.test_ways_in import open_link
from tests.respond.walking import LANGUAGES, ROUTED, Poster, Walk
from tests.services.page_check import CheckedClient


@pytest.fixture
def app(installation: Installation) -> Flask:
    """A synthetic installation, so that every language is offered, with room for many tries."""
    config = replace(installation.config, synthetic=True)
    application = create_app(installation=replace(installation, config=config))
    application.test_client_class = CheckedClient
    application.extensions["throttle"] = Unlimited()
    return application


@pytest.fixture
def poster(fieldwork: Fieldwork) -> Poster:
    links = {
        code: open_link(fieldwork, maximum=1_000_000 + number, questionnaire=code)
        for number, code in enumerate(ROUTED)
    }
    return Poster(fieldwork.installation, fieldwork.wave_id, links)


@pytest.fixture
def done() -> Iterator[Counter[str]]:
    """What was really done in the walks of this test."""
    Walk.done.clear()
    yield Walk.done
    print(f"{sum(Walk.done.values())} steps: {dict(Walk.done.most_common())}")


def walk(fieldwork: Poster, someone: NewRespondent, walks: int) -> None:
    """So many walks of fifty steps."""
    run(
        lambda: Walk(fieldwork, someone),  # type: ignore[arg-type]
        settings=settings(
            max_examples=walks,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # a walk that fails is told as it was walked
        ),
    )


def test_any_walk_ends_with_what_was_acknowledged(
    poster: Poster, someone: NewRespondent, done: Counter[str]
) -> None:
    walk(poster, someone, walks=5)
    assert done["answers"] > 5


@pytest.mark.nightly
def test_ten_thousand_steps_end_with_what_was_acknowledged(
    app: Flask, poster: Poster, someone: NewRespondent, done: Counter[str]
) -> None:
    app.test_client_class = FlaskClient  # the check of each page is left to the short walks
    while sum(done.values()) < 10_000:
        walk(poster, someone, walks=100)
    assert {f"switches to {language}" for language in LANGUAGES} <= set(done)
    assert min(done["stops"], done["sends"] + done["sends twice"], done["makkelijk:1"]) > 5
    assert min(done["comes in again by code"], done["is told of another answer"]) > 20


def test_another_answer_on_a_page_from_the_back_button_is_kept(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    """Some browsers bring back the very page, with the key under which it was sent before."""
    person = someone().start(fieldwork.invite().token)
    page = form_of(person, answer="5")
    assert person.client.post("/vraag/C301", data=page).status_code == 303
    assert person.client.post("/vraag/C301", data={**page, "answer": "2"}).status_code == 303
    assert person.open("/vraag/C301").chosen == ["2"]
    assert person.client.post("/vraag/C301", data={**page, "answer": "2"}).status_code == 303
    assert person.open("/vraag/C301").chosen == ["2"]
