"""A second opinion on response and weighting (D.9): one weight per person, projections by lstsq."""

import math

import numpy as np
from scipy import stats


def weighted(groups, ages, scores, population):
    """Return the plain, post-stratified and raked mean; None where weighting is off."""
    y, size = np.array(scores), sum(population["doelgroep"].values())
    labels = [(groups, population["doelgroep"]), (ages, population["leeftijd"])]
    found = {"ongewogen": _mean(y, np.ones(len(y)), [], size), "post": None, "raked": None}
    if len(y) < 50 or _smallest(*labels[0]) < 5:
        return found
    found["post"] = _mean(y, _fitted(np.ones(len(y)), labels[:1]), labels[:1], size)
    if _smallest(*labels[1]) >= 5:
        weights = _fitted(np.ones(len(y)), labels)
        inside = _inside(labels)
        clipped = np.where(inside, np.clip(weights, 0.3, 3), weights)
        found["raked"] = _mean(y, _fitted(clipped, labels), labels, size)
    return found


def _smallest(label, margin):
    return min(label.count(category) for category in margin)


def _inside(labels):
    """Tell per person whether every margin knows them."""
    return np.array(
        [
            all(k in m for k, (_, m) in zip(who, labels, strict=True))
            for who in zip(*[label for label, _ in labels], strict=True)
        ]
    )


def _fitted(weights, labels):
    """Fit the margins in turn; people outside keep their weight."""
    inside, weights = _inside(labels), weights.copy()
    for _ in range(3_000):
        before = weights.copy()
        for label, margin in labels:
            for category, people in margin.items():
                here = inside & (np.array(label) == category)
                target = people / sum(margin.values()) * inside.sum()
                weights[here] *= target / weights[here].sum()
        if abs(weights - before).max() < 1e-13:
            break
    return weights


def _mean(y, weights, labels, size):
    """The weighted mean with the error of R's survey: residuals of an unweighted projection."""
    n, mean = len(y), float((weights * y).sum() / weights.sum())
    residuals = y - mean
    if labels:
        inside = _inside(labels)
        design = np.column_stack(
            [np.array(label)[inside] == category for label, margin in labels for category in margin]
        ).astype(float)
        fit = np.linalg.lstsq(design, residuals[inside], rcond=None)[0]
        residuals[inside] -= design @ fit
    influence = weights * residuals / weights.sum()
    variance = (1 - n / size) * n / (n - 1) * ((influence - influence.mean()) ** 2).sum()
    margin = stats.t.ppf(0.975, n - 1) * math.sqrt(variance)
    return {
        "gemiddelde": mean,
        "se": math.sqrt(variance),
        "laag": max(0, mean - margin),
        "hoog": min(10, mean + margin),
        "kish_deff": n * (weights**2).sum() / weights.sum() ** 2,
        "w_min": weights.min(),
        "w_max": weights.max(),
    }
