"""The catalogue that the product ships, and small questionnaires made for one feature each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from survey_app.questionnaire.definition import Catalogue, Questionnaire
from survey_app.questionnaire.files.parsing import parse_questionnaire, parse_scales
from survey_app.questionnaire.files.reading import parse
from survey_app.questionnaire.loading import load_catalogue

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "questionnaires"
SMALL = Path(__file__).parent / "small"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


@pytest.fixture(scope="session")
def small() -> Callable[[str], Questionnaire]:
    """Return the tiny questionnaire of that name, read by the same reader as the real ones."""
    scales = parse_scales(parse("scales.toml", (FOLDER / "scales.toml").read_bytes()))

    def read(name: str) -> Questionnaire:
        return parse_questionnaire(parse(name, (SMALL / f"{name}.toml").read_bytes()), scales)

    return read
