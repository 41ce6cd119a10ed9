"""A second opinion on the rules: stars, lights, hiding in one row, whom to interview."""

from itertools import combinations

from scipy import stats

BANDS = ((1.40, 5), (1.15, 4), (0.85, 3), (0.60, 2), (0, 1))
GROUPS = ("minder", "tevreden")
WEIGHTS = {"doelgroep": 2, "leeftijd": 1, "duur": 1, "partij": 1, "fase": 1}


def stars(rows, satisfaction):
    """D.12: rows (provider, stratum, finished, succeeded); provider -> (clients, mark)."""
    finished, succeeded = {}, {}
    for _, stratum, all_, good in rows:
        finished[stratum] = finished.get(stratum, 0) + all_
        succeeded[stratum] = succeeded.get(stratum, 0) + good
    found = {}
    for provider in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == provider]
        n, good = sum(row[2] for row in own), sum(row[3] for row in own)
        expected = sum(row[2] * succeeded[row[1]] / finished[row[1]] for row in own if row[2])
        band = next(word for start, word in BANDS if (good + 5) / (expected + 5) >= start)
        clients, mark = satisfaction.get(provider, (0, 10))
        low, high = stats.gamma.ppf(0.025, good), stats.gamma.ppf(0.975, good + 1)
        found[provider] = {
            "verwacht": expected,
            "ratio": good / expected if expected else None,
            "ratio_laag": (low if good else 0) / expected if expected else None,
            "ratio_hoog": high / expected if expected else None,
            "sterren": max(1, band - (clients >= 5 and mark < 6.5)) if n >= 10 else None,
            "onderscheidt_zich": bool(expected and not (low if good else 0) <= expected <= high),
        }
    return found


def light(n, mean, low, high):
    """D.11: colour, uncertain, indicative of a survey indicator."""
    if n < 5:
        return "grijs", False, False
    colour = "oranje"
    if mean >= 7.0 and low >= 5.5:
        colour = "groen"
    elif mean < 5.5 and high < 7.0:
        colour = "rood"
    return colour, low < 5.5 and high > 7.0, n < 10


def norm(colours):
    """D.11: the colour of a norm from those of its criteria, and whether it is incomplete."""
    known = [colour for colour in colours if colour != "grijs"]
    grey = len(colours) - len(known)
    if grey > len(colours) / 2:
        return "grijs", True
    if all(colour == "groen" for colour in known):
        return "groen", grey > 0
    return "rood" if 2 * known.count("rood") > len(known) else "oranje", grey > 0


def hidden_cost(counts):
    """D.4 rule 4: how many people the hidden groups hold, None when the total hides too."""
    filled = sorted(n for n in counts if n)
    hidden = [n for n in filled if n < 5]
    if 0 < sum(filled) < 5:
        return None
    while hidden and (len(hidden) < 2 or sum(hidden) < 5):
        hidden = filled[: len(hidden) + 1]
    return sum(hidden)


def interviewees(people, marks, quota):
    """D.14: people id -> traits; return the steps (group, id, gain) and the covered weight."""
    group = {who: GROUPS[mark >= 6.5 - 1e-9] for who, mark in marks.items()}
    open_, chosen, steps, times = dict(quota), [], [], {}
    while sum(open_.values()) and len(chosen) < len(people):
        left = {g: [w for w in sorted(people) if group[w] == g and w not in chosen] for g in GROUPS}
        for g, other in (GROUPS, GROUPS[::-1]):
            if not left[g]:
                open_[other], open_[g] = open_[other] + open_[g], 0
        g = max(GROUPS, key=lambda name: open_[name])
        best = min(left[g], key=lambda who: _rank(people[who], times))
        gain = -_rank(people[best], times)[0]
        chosen.append(best)
        open_[g] -= 1
        steps.append((g, best, gain))
        for item in people[best].items():
            times[item] = times.get(item, 0) + 1
    return steps, coverage(people, chosen)


def _rank(traits, times):
    """The largest gain first, then the largest spread; the caller has sorted by id."""
    gain = sum(WEIGHTS[name] for name, value in traits.items() if not times.get((name, value)))
    spread = sum(WEIGHTS[n] / (1 + times.get((n, v), 0)) for n, v in traits.items())
    return -gain, -round(spread, 9)


def coverage(people, chosen):
    """The weight of all categories that the chosen people cover."""
    return sum(
        WEIGHTS[name] for name, _ in {item for who in chosen for item in people[who].items()}
    )


def most_covered(people, marks, numbers):
    """The largest coverage of all choices with these numbers of people per group."""
    group = {who: GROUPS[mark >= 6.5 - 1e-9] for who, mark in marks.items()}
    less, more = ([w for w in people if group[w] == g] for g in GROUPS)
    return max(
        coverage(people, one + other)
        for one in combinations(less, numbers[0])
        for other in combinations(more, numbers[1])
    )


def cheapest_pattern(counts):
    """D.4 rule 5 by trying: people in the cheapest pattern of a small table, None without one."""
    small = [cell for cell, n in counts.items() if 0 < n < 5]
    others = [cell for cell, n in counts.items() if n >= 5]
    costs = [
        sum(counts[cell] for cell in (*small, *more))
        for size in range(len(others) + 1)
        for more in combinations(others, size)
        if safe({*small, *more}, counts)
    ]
    return min(costs, default=None)


def safe(hidden, counts):
    """Tell whether a line hides two cells of five people and every hidden cell has room of four."""
    for axis in (0, 1):
        for line in {cell[axis] for cell in hidden}:
            own = [counts[cell] for cell in hidden if cell[axis] == line]
            if len(own) < 2 or sum(own) < 5:
                return False
    return all(high - low >= 4 - 1e-6 for low, high in ranges(hidden, counts).values())


def ranges(hidden, counts):
    """The smallest and largest value of every hidden cell that fits all that is published."""
    from scipy.optimize import linprog  # noqa: PLC0415  -- slow to import

    cells = sorted(hidden)
    lines = [(axis, name) for axis in (0, 1) for name in sorted({cell[axis] for cell in cells})]
    left = [[float(cell[axis] == name) for cell in cells] for axis, name in lines]
    right = [sum(counts[cell] for cell in cells if cell[a] == name) for a, name in lines]
    found = {}
    for place, cell in enumerate(cells):
        goal = [float(place == other) for other in range(len(cells))]
        low = linprog(goal, A_eq=left, b_eq=right).fun
        high = -linprog([-x for x in goal], A_eq=left, b_eq=right).fun
        found[cell] = (low, high)
    return found
