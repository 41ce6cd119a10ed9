"""One gate through which every published number leaves (method.md D.4 and D.17 point 2).

One figure on its own: `visibility` and `bounded_share`. A whole table: `Register.observe` the
counts of the wave (people who came after a publication under a label of their own), build a table
from `Register.cells` with `breakdown` or `cross_table`, and `publish` it; keep the register that
comes back for the next table. While a wave runs: `bands`. An edition after an earlier one:
`held_back`, `held_account`, `subjects_must_wait`. One breakdown of a questionnaire, with all that
was told of it before: `release`. Figures of the municipality: `hidden_lines`.
"""

from analysis.disclosure.breakdowns import (
    KNOWN,
    Figure,
    Released,
    release,
    totals,
)
from analysis.disclosure.editions import (
    gaps_of_coarse_cells,
    gaps_of_current_cells,
    held_account,
    held_back,
    holds_back,
    must_wait,
    shown_total,
    subjects_must_wait,
)
from analysis.disclosure.extremes import counts_that_fit, outward, rounded_mean
from analysis.disclosure.figures import PeopleLine, hidden_lines
from analysis.disclosure.gate import Decision, holds, publish
from analysis.disclosure.one_dimension import (
    Band,
    OneDimensional,
    bands,
    suppress_one_dimension,
)
from analysis.disclosure.primary import (
    DisclosureError,
    Reason,
    ShareShown,
    Visibility,
    bounded_share,
    enough_open_answers,
    is_few,
    primary_hidden,
    split_tells,
    visibility,
)
from analysis.disclosure.register import FIRST, People, Register, Release
from analysis.disclosure.tables import TOTAL, Group, Sum, Table, breakdown, cross_table, filtered
from analysis.disclosure.two_way import TwoWay, count_rule_holds, hidden_ranges, suppress_two_way

__all__ = [
    "FIRST",
    "KNOWN",
    "TOTAL",
    "Band",
    "Decision",
    "DisclosureError",
    "Figure",
    "Group",
    "OneDimensional",
    "People",
    "PeopleLine",
    "Reason",
    "Register",
    "Release",
    "Released",
    "ShareShown",
    "Sum",
    "Table",
    "TwoWay",
    "Visibility",
    "bands",
    "bounded_share",
    "breakdown",
    "count_rule_holds",
    "counts_that_fit",
    "cross_table",
    "enough_open_answers",
    "filtered",
    "gaps_of_coarse_cells",
    "gaps_of_current_cells",
    "held_account",
    "held_back",
    "hidden_lines",
    "hidden_ranges",
    "holds",
    "holds_back",
    "is_few",
    "must_wait",
    "outward",
    "primary_hidden",
    "publish",
    "release",
    "rounded_mean",
    "shown_total",
    "split_tells",
    "subjects_must_wait",
    "suppress_one_dimension",
    "suppress_two_way",
    "totals",
    "visibility",
]
