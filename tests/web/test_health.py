"""What monitors ask, and what an evaluator reads, while something does not work."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from survey_app import clock
from survey_app.application import create_app
from survey_app.database import make_engine
from survey_app.health.services import beat
from survey_app.installation import Installation


def test_a_process_that_answers_is_healthy_whatever_its_database_does(
    installation: Installation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    client = create_app(installation=replace(installation, engine=gone)).test_client()
    assert client.get("/gezond").status_code == 200
    answer = client.get("/gereed")
    assert answer.status_code == 503
    assert answer.json == {"gereed": False, "database": False, "schema": False, "worker": None}
    for _ in range(3):
        page = client.post("/inloggen", headers={"X-Request-Id": "abcdef01-23"})
        assert page.headers["X-Request-Id"] == "abcdef01-23"


def test_ready_tells_whether_the_worker_is_at_work(
    installation: Installation, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/gereed").json == {
        "gereed": True,
        "database": True,
        "schema": True,
        "worker": False,
    }
    beat(installation)
    assert client.get("/gereed").json["worker"] is True
    beat(installation)
    later = clock.now() + datetime.timedelta(minutes=3)
    monkeypatch.setattr("survey_app.health.queries.now", lambda: later)
    answer = client.get("/gereed")
    assert answer.status_code == 200  # people can still answer
    assert answer.json["worker"] is False


def test_an_older_schema_is_not_ready(installation: Installation, client: FlaskClient) -> None:
    with Session(installation.engine) as session:
        session.execute(text("update alembic_version set version_num = '0001'"))
        session.commit()
    assert client.get("/gereed").status_code == 503
