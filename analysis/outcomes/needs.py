"""Groups of people who share needs (method.md D.15, Hollands Kroon).

A proposal only: a professional decides and a person may refuse. Only from people who agreed to a
group; never from the evaluation, target group, health or nationality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from analysis.ordering import id_order
from analysis.parameters import DEFAULT, Parameters

# Heights are sums of fractions; 0.6 on paper must not fall just above the cut.
CUT_TOLERANCE = 1e-9


class NeedsError(ValueError):
    """Raised when people do not have the same number of needs or a need is not 0 or 1."""


@dataclass(frozen=True, slots=True)
class NeedsGroup:
    """People with shared needs; `shares` (0-1) per need, `labels` the needs most of them have."""

    members: tuple[str, ...]
    forms_group: bool
    labels: tuple[str, ...]
    shares: Mapping[str, float]

    @property
    def n(self) -> int:
        """Return the number of members."""
        return len(self.members)


@dataclass(frozen=True, slots=True)
class NeedsGroups:
    """People without needs, clusters by first member, and the heights of all merges (0-1)."""

    without_needs: tuple[str, ...]
    clusters: tuple[NeedsGroup, ...]
    heights: tuple[float, ...]


def needs_groups(
    needs: Sequence[str],
    people: Mapping[str, Sequence[int]],
    parameters: Parameters = DEFAULT,
) -> NeedsGroups:
    """Group people by their needs (0/1 per person, in the order of `needs`).

    Jaccard distance, average linkage, cut at `needs_cut` inclusive, people in the order of their
    id so that ties always resolve the same way. Raises NeedsError for a wrong row.
    Source: D.15 and D.17 point 8; scipy pdist and linkage.

    >>> groups = needs_groups(("taal", "vervoer"), {"a": (1, 0), "b": (1, 0), "c": (0, 1)})
    >>> [cluster.members for cluster in groups.clusters]
    [('a', 'b'), ('c',)]
    """
    for person, row in people.items():
        if len(row) != len(needs) or any(value not in (0, 1) for value in row):
            raise NeedsError(f"{person}: {len(needs)} needs of 0 or 1 expected")
    ordered = sorted(people, key=id_order)
    without = tuple(person for person in ordered if not any(people[person]))
    grouped = [person for person in ordered if any(people[person])]
    numbers, heights = _clustered([people[person] for person in grouped], parameters)
    members: dict[int, list[str]] = {}
    for person, number in zip(grouped, numbers, strict=True):
        members.setdefault(number, []).append(person)
    clusters = (_described(needs, people, names, parameters) for names in members.values())
    return NeedsGroups(without, tuple(clusters), heights)


def _clustered(
    rows: list[Sequence[int]], parameters: Parameters
) -> tuple[list[int], tuple[float, ...]]:
    """Return a cluster number per row, and the heights of the merges."""
    if len(rows) < 2:
        return [1] * len(rows), ()
    merges = linkage(pdist(np.array(rows, dtype=bool), "jaccard"), "average")
    cut = parameters.needs_cut + CUT_TOLERANCE
    numbers = fcluster(merges, cut, criterion="distance")
    return [int(number) for number in numbers], tuple(float(height) for height in merges[:, 2])


def _described(
    needs: Sequence[str],
    people: Mapping[str, Sequence[int]],
    members: list[str],
    parameters: Parameters,
) -> NeedsGroup:
    shares = {
        need: sum(people[person][index] for person in members) / len(members)
        for index, need in enumerate(needs)
    }
    labels = tuple(need for need in needs if shares[need] >= parameters.needs_label_share)
    large_enough = len(members) >= parameters.needs_minimum_group
    return NeedsGroup(tuple(members), large_enough, labels, shares)
