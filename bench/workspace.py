"""The pages of an evaluator over the answers that `bench.answers` stored, wave closed.

Every page that is reached by links from the list of waves; measured are the slowest ones.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from bench.installations import Subject
from bench.results import Result
from survey_app.accounts.services import create_account
from survey_app.application import create_app
from survey_app.database import session_of
from survey_app.evaluation.publishing.services import publish_all
from survey_app.evaluation.publishing.services_documents import make_documents
from tests.plans.walking import pages_from
from tests.services.product import submit_form

SUBJECT = "Pages of an evaluator"
WARM_MILLISECONDS, COLD_MILLISECONDS = 300.0, 1000.0
NAME, PASSWORD = "wie meet", "een lange zin als wachtwoord"
ROUNDS = 5


def measure(subject: Subject) -> Iterator[Result]:
    """After the evaluation: the slowest page when it was opened before, and the first time."""
    publish_all(subject.installation)
    make_documents(subject.installation)
    with session_of(subject.installation.engine) as session:
        create_account(session, NAME, "evaluator", PASSWORD)
    app = _application(subject)
    paths = [path for _, path in pages_from(app, _evaluator(app), ["/metingen"])]
    fresh = _application(subject)
    client = _evaluator(fresh)
    first = {path: _milliseconds(client, path) for path in paths}
    later = {path: median(_milliseconds(client, path) for _ in range(ROUNDS)) for path in paths}
    for when, found, budget in (
        ("opened before", later, WARM_MILLISECONDS),
        ("the first time in a process", first, COLD_MILLISECONDS),
    ):
        slowest = max(found, key=lambda path: found[path])
        what = f"Slowest of {len(paths)} pages, {when}"
        note = slowest.replace(subject.wave_id, "...")
        yield Result(SUBJECT, what, subject.database, found[slowest], "ms", budget, note=note)


def _application(subject: Subject) -> Flask:
    config = replace(subject.installation.config, second_factor=False)
    return create_app(installation=replace(subject.installation, config=config))


def _evaluator(app: Flask) -> FlaskClient:
    client = app.test_client()
    words = {"name": NAME, "password": PASSWORD}
    assert submit_form(client, client.get("/inloggen"), "Inloggen", words).status_code == 303
    return client


def _milliseconds(client: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    assert client.get(path).status_code < 500, path
    return (time.perf_counter() - started) * 1000
