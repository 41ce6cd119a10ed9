"""Every threshold of the method in one frozen record, printed with every result.

Source: method.md section D. A parameter is a *choice* of the method unless its comment names a
published source. An organisation may raise the disclosure minimum; the gate refuses to lower it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

LOWEST_DISCLOSURE_MINIMUM = 5


class ParameterError(ValueError):
    """Raised when a parameter is unknown or would make the method unsafe or undefined."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Thresholds of method.md section D with their defaults.

    Scores lie on 0-10, shares and probabilities on 0-1, counts are people unless said.

    >>> Parameters().disclosure_minimum
    5
    >>> Parameters(disclosure_minimum=3)
    Traceback (most recent call last):
        ...
    analysis.parameters.ParameterError: disclosure_minimum may not be below 5
    """

    # D.2 cell figure
    minimum_valid_share: float = 0.5  # of the questions of a cell that must be answered
    positive_from: float = 6.25
    alpha_minimum_n: int = 30
    alpha_minimum: float = 0.6
    # D.3 intervals
    confidence: float = 0.95
    reliable_n: int = 30
    careful_n: int = 10
    # D.4 disclosure control
    disclosure_minimum: int = 5
    distribution_minimum: int = 10
    homogeneity_n: int = 30
    homogeneity_low: float = 0.10
    homogeneity_high: float = 0.90
    audit_width: int = 4
    complementary_members: int = 2
    complementary_sum: int = 5
    cost_factor: float = 1.5
    nested_difference: int = 5
    open_answer_minimum: int = 10
    # D.5 comparison of parties
    false_discovery_rate: float = 0.05
    delta_small: float = 0.147  # Romano et al. 2006, as in R effsize
    delta_medium: float = 0.33
    delta_large: float = 0.474
    blind_spot_difference: float = 1.0
    blind_spot_delta: float = 0.33
    # D.6 and D.7 trends
    trend_significance: float = 0.05
    trend_paired_minimum: int = 20
    wave_overlap_share: float = 0.5
    wave_phone_shift: float = 0.20
    wave_mix_shift: float = 0.10
    detectable_factor: float = 2.8
    run_chart_waves: int = 4
    # D.8 expectation versus outcome
    start_group_minimum: int = 10
    # D.9 representativeness and weighting
    ratio_low: float = 0.8
    ratio_high: float = 1.25
    r_indicator_good: float = 0.90
    r_indicator_fair: float = 0.80
    group_answers_minimum: int = 10
    group_response_minimum: float = 0.5
    weighting_minimum_n: int = 50
    weighting_category_minimum: int = 5
    raking_tolerance: float = 1e-10
    raking_rounds: int = 1000
    trim_low: float = 0.3
    trim_high: float = 3.0
    kish_maximum: float = 1.5
    # D.10 mode and help
    mode_minimum: int = 10
    mode_split_difference: float = 0.5
    mode_split_minimum: int = 30
    # D.11 traffic lights
    light_target: float = 7.0
    light_floor: float = 5.5
    figure_green: float = 1.0  # of the target
    figure_orange: float = 0.8
    # D.12 provider stars: (from this shrunken ratio, stars), highest first
    star_bands: tuple[tuple[float, int], ...] = ((1.40, 5), (1.15, 4), (0.85, 3), (0.60, 2), (0, 1))
    star_shrinkage: float = 5.0
    star_minimum_finished: int = 10
    star_minimum_satisfaction: int = 5
    star_satisfaction_norm: float = 6.5
    # D.13 ladder
    ladder_work_step: int = 5
    lock_in_months: int = 6
    # D.14 interview selection
    interview_satisfied_from: float = 6.5
    interview_number: int = 8
    interview_quota: tuple[tuple[str, int], ...] = (("minder", 4), ("tevreden", 4))
    interview_weights: tuple[tuple[str, float], ...] = (
        ("doelgroep", 2),
        ("leeftijd", 1),
        ("duur", 1),
        ("partij", 1),
        ("fase", 1),
    )
    # D.15 groups with shared needs
    needs_cut: float = 0.6
    needs_minimum_group: int = 5
    needs_label_share: float = 0.6
    # planning table (case 17)
    planning_populations: tuple[int, ...] = (50, 100, 250, 500, 1000, 1500)
    planning_response: tuple[float, ...] = (0.15, 0.20, 0.35, 0.80)
    planning_sd: float = 2.2
    planning_share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse values that would publish what the method forbids."""
        if self.disclosure_minimum < LOWEST_DISCLOSURE_MINIMUM:
            raise ParameterError(f"disclosure_minimum may not be below {LOWEST_DISCLOSURE_MINIMUM}")
        if self.distribution_minimum < self.disclosure_minimum:
            raise ParameterError("distribution_minimum may not be below disclosure_minimum")
        if not 0.5 <= self.confidence < 1:
            raise ParameterError("confidence must lie in [0.5, 1)")


DEFAULT = Parameters()


def with_values(values: Mapping[str, Any], base: Parameters = DEFAULT) -> Parameters:
    """Return `base` with some values replaced; an unknown name is an error.

    >>> with_values({"light_target": 7.5}).light_target
    7.5
    """
    unknown = sorted(set(values) - {field.name for field in fields(Parameters)})
    if unknown:
        raise ParameterError(f"unknown parameter: {', '.join(unknown)}")
    return replace(base, **values)


def wave_parameters(minimum: int) -> Parameters:
    """Return the parameters of a wave whose cells need at least `minimum` people.

    An organisation may raise the minimum, never lower it. Source: D.4 rule 1.

    >>> found = wave_parameters(12)
    >>> found.disclosure_minimum, found.distribution_minimum
    (12, 12)
    """
    return with_values(
        {
            "disclosure_minimum": minimum,
            "distribution_minimum": max(DEFAULT.distribution_minimum, minimum),
        }
    )


def printed(parameters: Parameters) -> dict[str, Any]:
    """Return the parameters as a plain dictionary, to print with every result.

    >>> printed(DEFAULT)["confidence"]
    0.95
    """
    return asdict(parameters)
