"""A session that another version of the program wrote."""

from dataclasses import asdict
from typing import Any

import pytest

from survey_app.errors import SessionOver
from survey_app.respond.answering.services_submit import Sent
from survey_app.respond.leaving.views import sent_of

SENT = Sent("wave", "answers", "C", "ABCD", "elders", "Gemeente Elders")
KEPT = asdict(SENT)


@pytest.mark.parametrize(
    "kept",
    [
        KEPT,
        {**KEPT, "known_to_a_newer_version": "x"},
        list(KEPT.values()),
        {k: v for k, v in KEPT.items() if k != "is_test"},  # written before there were tests
        [*KEPT.values(), "x"],
    ],
)
def test_what_was_sent_is_read_whatever_version_wrote_it(kept: Any) -> None:
    assert sent_of(kept) == SENT


@pytest.mark.parametrize(
    "kept", [{k: v for k, v in KEPT.items() if k != "party"}, list(KEPT.values())[:-2]]
)
def test_a_session_that_misses_a_field_is_over_and_no_fault(kept: Any) -> None:
    with pytest.raises(SessionOver):
        sent_of(kept)
