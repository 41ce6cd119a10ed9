"""Lines of the log: one per kind of failure, and nothing that a person wrote."""

import logging
import re

import pytest
from structlog.testing import capture_logs

from survey_app import clock
from survey_app.errors import StoreUnavailable
from survey_app.logs.failures import Failures, reason_of
from survey_app.logs.lines import line_format, logger_of

PERSON = "fatima@voorbeeld.nl"


def test_a_failure_that_lasts_is_told_once_and_again_each_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = 100.0
    monkeypatch.setattr(clock, "seconds", lambda: at)
    failures = Failures(logger_of("test"))
    with capture_logs() as lines:
        for _ in range(62):
            failures.tell("the database cannot be used")
        at += 61
        failures.tell("the database cannot be used")
        failures.tell("something else")
        failures.over("the database cannot be used")
        failures.over("the database cannot be used")
    assert [(line["event"], line.get("times")) for line in lines] == [
        ("the database cannot be used", 1),
        ("the database cannot be used", 63),
        ("something else", 1),
        ("the database cannot be used: works again", 63),
    ]


def test_a_line_has_its_time_level_and_request() -> None:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "a %s", ("sentence",), None)
    line = line_format().format(record)
    assert re.fullmatch(
        r'timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ level=error event="a sentence"', line
    )


def test_the_text_of_an_error_never_reaches_a_line() -> None:
    error = ValueError(f"cannot write to {PERSON}")
    told = (ValueError, error, None)
    record = logging.LogRecord("huey", logging.ERROR, "x.py", 1, "task failed", (), told)
    assert reason_of(error) == "ValueError"
    line = line_format().format(record)
    assert PERSON not in line
    assert "error=ValueError" in line
    assert "\n" not in line


def test_the_reason_of_a_store_that_fails_is_its_cause() -> None:
    error = StoreUnavailable(f"database cannot be used: {PERSON}")
    error.__cause__ = OSError("disk full")
    assert reason_of(error) == "OSError"
