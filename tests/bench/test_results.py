"""The page of results says what was measured and whether that is within the budget."""

import datetime

import pytest

from bench.results import Result, number, page
from bench.running import measured_run


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.00123, "0.0012"), (0.5, "0.5"), (2.345, "2.35"), (12345.6, "12,346"), (0, "0")],
)
def test_figures_have_three_digits_and_no_powers(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "most", "least", "verdict"),
    [
        (2.0, 2.0, None, "yes"),
        (2.1, 2.0, None, "**no**"),
        (8.0, None, 8.5, "**no**"),
        (9.0, None, 8.5, "yes"),
        (9.0, None, None, ""),
    ],
)
def test_a_budget_is_judged_on_the_right_side(
    value: float, most: float | None, least: float | None, verdict: str
) -> None:
    assert Result("a", "b", "SQLite", value, "s", most, least).verdict == verdict


def test_the_page_has_a_table_per_subject_with_date() -> None:
    results = [
        Result("Weight", "First page", "SQLite", 5.9, "kB", 20.0, note="cold"),
        Result("Memory", "Worker", "SQLite", 90.0, "MB", 80.0),
    ]
    text = page(results, datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC))
    assert "on 2026-11-22 at commit" in text
    assert "| First page (cold) | SQLite | 5.9 kB | ≤ 20 kB | yes |" in text
    assert "| Worker | SQLite | 90 MB | ≤ 80 MB | **no** |" in text


def test_a_command_is_measured_and_a_failing_one_is_told() -> None:
    done = measured_run(["--help"], {})
    assert done.seconds >= done.cpu_seconds > 0
    assert 5 < done.megabytes < 300
    with pytest.raises(RuntimeError, match="ended with"):
        measured_run(["table", "--wave", "bestaat niet"], {"TRAJECTSPIEGEL_HOME": "/nonexistent"})
