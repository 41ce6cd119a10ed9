"""One gate through which every published number leaves (method.md D.4 and D.17 point 2).

One figure on its own: `visibility` and `bounded_share`. A whole table: `Register.observe` the
counts of the wave (people who came after a publication under a label of their own), build a table
from `Register.cells` with `breakdown` or `cross_table`, and `publish` it; keep the register that
comes back for the next table. While a wave runs: `bands`.
"""

from analysis.disclosure.extremes import counts_that_fit, outward, rounded_mean
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
    primary_hidden,
    visibility,
)
from analysis.disclosure.register import FIRST, People, Register, Release
from analysis.disclosure.tables import Group, Sum, Table, breakdown, cross_table, filtered
from analysis.disclosure.two_way import TwoWay, count_rule_holds, hidden_ranges, suppress_two_way

__all__ = [
    "FIRST",
    "Band",
    "Decision",
    "DisclosureError",
    "Group",
    "OneDimensional",
    "People",
    "Reason",
    "Register",
    "Release",
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
    "filtered",
    "hidden_ranges",
    "holds",
    "outward",
    "primary_hidden",
    "publish",
    "rounded_mean",
    "suppress_one_dimension",
    "suppress_two_way",
    "visibility",
]
