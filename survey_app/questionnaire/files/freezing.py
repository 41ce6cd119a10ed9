"""A checksum that tells whether a questionnaire is still the one that people answered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from survey_app.questionnaire.definition import Questionnaire

_PLACE = ("file", "line")
# Came later: without one, a questionnaire keeps the checksum it had before.
_LATER = ("easy",)


@lru_cache(maxsize=256)
def checksum(questionnaire: Questionnaire) -> str:
    """Return the SHA-256 (64 hex digits) over everything a respondent meets or an answer means.

    The file name and line numbers are left out: moving a file changes no wording.

    >>> from survey_app.questionnaire.definition import Question, Questionnaire
    >>> asked = (Question("Q", "open", "OPEN", "Hoe?"),)
    >>> one = Questionnaire("T", 1, "C", "", "answers", "-", "Test", asked)
    >>> checksum(one) == checksum(one), len(checksum(one))
    (True, 64)
    """
    record = _without_place(asdict(questionnaire))
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _without_place(record: Any) -> Any:
    if isinstance(record, dict):
        return {
            key: _without_place(value)
            for key, value in record.items()
            if key not in _PLACE and (value or key not in _LATER)
        }
    if isinstance(record, list | tuple):
        return [_without_place(value) for value in record]
    return record
