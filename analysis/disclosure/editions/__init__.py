"""Publishing more than once: what a next edition may tell beside the earlier ones.

Both editions come as plain records (their JSON), since that is what was published.
"""

from analysis.disclosure.editions.account import held_account, shown_total
from analysis.disclosure.editions.cells import held_back, holds_back, must_wait
from analysis.disclosure.editions.gaps import gaps_of_coarse_cells, gaps_of_current_cells
from analysis.disclosure.editions.subjects import subjects_must_wait

__all__ = [
    "gaps_of_coarse_cells",
    "gaps_of_current_cells",
    "held_account",
    "held_back",
    "holds_back",
    "must_wait",
    "shown_total",
    "subjects_must_wait",
]
