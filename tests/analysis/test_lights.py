"""Traffic lights at and around their borders."""

import pytest

from analysis.estimates.intervals import Interval
from analysis.lights import (
    Colour,
    document_light,
    figure_light,
    gap_light,
    norm_light,
    survey_light,
)

GREEN, ORANGE, RED, GREY = Colour.GREEN, Colour.ORANGE, Colour.RED, Colour.GREY


@pytest.mark.parametrize(
    ("n", "mean", "low", "high", "colour", "uncertain"),
    [
        (25, 7.0, 5.5, 8.5, GREEN, False),
        (25, 7.0, 5.4999, 8.5, ORANGE, True),
        (25, 6.9999, 5.5, 8.5, ORANGE, False),
        (25, 5.4999, 4.0, 6.9999, RED, False),
        (25, 5.4999, 4.0, 7.0, ORANGE, False),
        (25, 5.5, 4.0, 6.0, ORANGE, False),
        (25, 5.4, 4.0, 7.0001, ORANGE, True),
        (4, 9.0, 8.0, 10.0, GREY, False),
    ],
)
def test_the_survey_light_follows_mean_and_limits(n, mean, low, high, colour, uncertain):
    light = survey_light(n, mean, Interval(low, high))
    assert (light.colour, light.uncertain) == (colour, uncertain)


def test_five_to_nine_answers_are_indicative():
    marks = [survey_light(n, 8.0, Interval(7.0, 9.0)).indicative for n in (5, 9, 10)]
    assert marks == [True, True, False]


def test_a_mean_without_interval_stands_for_its_own_limits():
    assert [survey_light(30, m, None).colour for m in (7.0, 6.0, 5.0)] == [GREEN, ORANGE, RED]
    assert survey_light(30, None, None).colour == GREY


@pytest.mark.parametrize(
    ("realised", "target", "higher", "colour"),
    [
        (100, 100, True, GREEN),
        (80, 100, True, ORANGE),
        (79.99, 100, True, RED),
        (4, 4, False, GREEN),
        (5, 4, False, ORANGE),
        (5.01, 4, False, RED),
        (0, 4, False, GREEN),
        (0, 4, True, RED),
        (0, 0, False, GREEN),
        (3, 0, False, RED),
        (None, 4, True, GREY),
        (3, None, True, GREY),
    ],
)
def test_a_figure_is_judged_against_its_target(realised, target, higher, colour):
    assert figure_light(realised, target, higher).colour == colour


def test_negative_figures_are_refused():
    with pytest.raises(ValueError, match="negative"):
        figure_light(-1, 4)


def test_a_document_needs_source_and_reason():
    assert document_light("niet voldaan", "plan", "ontbreekt").colour == RED
    assert document_light("onvoldoende uitsluitsel", "plan", "onduidelijk").shape == "?"
    for source, reason in ((" ", "x"), ("x", "")):
        with pytest.raises(ValueError, match="source and a reason"):
            document_light("voldaan", source, reason)
    with pytest.raises(ValueError, match="unknown judgement"):
        document_light("prima", "x", "y")


@pytest.mark.parametrize(
    ("criteria", "colour", "incomplete"),
    [
        ((GREEN, GREEN), GREEN, False),
        ((GREEN, GREY), GREEN, True),
        ((GREEN, GREY, GREY), GREY, True),
        ((RED, GREEN), ORANGE, False),
        ((RED, RED, GREEN), RED, False),
        ((GREY,), GREY, True),
        ((), GREY, False),
    ],
)
def test_a_norm_combines_its_criteria(criteria, colour, incomplete):
    light = norm_light(criteria)
    assert (light.colour, light.incomplete) == (colour, incomplete)


def test_every_colour_has_a_word_and_its_own_shape():
    lights = [norm_light([colour]) for colour in Colour]
    assert len({light.shape for light in lights}) == 4
    assert len({light.meaning for light in lights}) == 4


def test_a_gap_cell_is_judged_on_ten_times_its_share():
    assert gap_light(30, 0.4, Interval(0.25, 0.6)).colour == RED
    assert gap_light(30, None, None).colour == GREY
