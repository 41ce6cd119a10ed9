"""Citizen service numbers (BSN): they may stand in no file that is read here (UAVG 46)."""

import re

from stdnum.nl import bsn

from survey_app.questionnaire.typed_text import bare

DIGITS = re.compile(r"(?<!\d)(?:\d{8}|\d(?:[ .]?\d){8})(?!\d)")


def holds_citizen_number(text: str) -> bool:
    """Whether eight or nine digits in this text pass the test of a BSN.

    >>> holds_citizen_number("Anna, 1112.22.333"), holds_citizen_number("111222334")
    (True, False)
    """
    return any(is_citizen_number(found) for found in DIGITS.findall(bare(text)))


def is_citizen_number(digits: str) -> bool:
    """Whether these digits pass the test (a zero at the front may be lost)."""
    return bool(bsn.is_valid(digits))
