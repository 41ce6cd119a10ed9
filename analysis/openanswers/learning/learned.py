"""Weights learned from labelled answers, kept in readable files: a number per word and outcome.

`geleerd_gevoel.toml` and `geleerd_themas.toml` are written by `train`; nobody edits them. What
the word lists found goes in as features of their own, between square brackets, so that the weights
say how far the lists are to be trusted and what the other words add.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).parent.parent
Features = Mapping[str, float]
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """A linear model: `base` has shape (k,) and so has each weight; k is the number of `outcomes`.

    A feature without a weight counts for nothing.
    """

    outcomes: tuple[str, ...]
    base: Vector
    weights: Mapping[str, Vector]

    def scores(self, features: Features) -> Vector:
        """Return the sum of the weights of `features` times their values, shape (k,)."""
        known = (self.weights[name] * value for name, value in features.items() if self.knows(name))
        return self.base + sum(known, start=np.zeros_like(self.base))

    def knows(self, name: str) -> bool:
        """Tell whether a feature has a weight."""
        return name in self.weights


def chances_of_one(scores: Vector) -> Vector:
    """Return chances that add up to 1 along the last axis: exactly one outcome is right (softmax).

    Example:
        >>> chances_of_one(np.array([0.0, 0.0])).tolist()
        [0.5, 0.5]

    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Vector = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def chances_of_each(scores: Vector) -> Vector:
    """Return a chance per outcome: none, one or several may be right (logistic function).

    Example:
        >>> chances_of_each(np.array([0.0])).tolist()
        [0.5]

    """
    # Written with tanh because exp overflows for large scores.
    return 0.5 * (1.0 + np.tanh(0.5 * scores))


@cache
def read_weights(name: str) -> Weights:
    """Return the weights of one of the two files: "geleerd_gevoel" or "geleerd_themas".

    Raises OSError when the file is missing and KeyError when it is no file of weights.

    Example:
        >>> read_weights("geleerd_gevoel").outcomes
        ('negatief', 'gemengd', 'neutraal', 'positief')

    """
    with (_HERE / f"{name}.toml").open("rb") as file:
        lists = tomllib.load(file)
    return Weights(
        outcomes=tuple(lists["uitkomsten"]),
        base=np.array(lists["basis"], dtype=np.float64),
        weights={name: np.array(row, dtype=np.float64) for name, row in lists["gewichten"].items()},
    )


def written(weights: Weights, heading: str, penalty: float) -> str:
    """Return the text of the file for `weights` fitted with `penalty`; `heading` comes first.

    Example:
        >>> one = Weights(("nee", "ja"), np.array([0.0, 0.5]), {"fijn": np.array([-1.0, 1.0])})
        >>> print(written(one, "Voorbeeld", 1.0), end="")
        # Voorbeeld
        straf = 1.0
        uitkomsten = ["nee", "ja"]
        basis = [0.00, 0.50]
        <BLANKLINE>
        [gewichten]
        "fijn" = [-1.00, 1.00]

    """
    outcomes = ", ".join(f'"{outcome}"' for outcome in weights.outcomes)
    rows = (f'"{name}" = {_row(row)}' for name, row in sorted(weights.weights.items()))
    head = (
        f"# {heading}",
        f"straf = {penalty}",
        f"uitkomsten = [{outcomes}]",
        f"basis = {_row(weights.base)}",
        "",
    )
    return "\n".join((*head, "[gewichten]", *rows)) + "\n"


def _row(row: Vector) -> str:
    # Adding 0.0 turns -0.0 into 0.0.
    return "[" + ", ".join(f"{value:.2f}" for value in np.round(row, 2) + 0.0) + "]"
