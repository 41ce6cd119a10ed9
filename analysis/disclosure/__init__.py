"""One gate through which every published number leaves (method.md D.4 and D.17 point 2)."""

from analysis.disclosure.one_dimension import OneDimensional, suppress_one_dimension
from analysis.disclosure.primary import (
    DisclosureError,
    ShareShown,
    Visibility,
    bounded_share,
    primary_hidden,
    visibility,
)
from analysis.disclosure.reasons import Reason

__all__ = [
    "DisclosureError",
    "OneDimensional",
    "Reason",
    "ShareShown",
    "Visibility",
    "bounded_share",
    "primary_hidden",
    "suppress_one_dimension",
    "visibility",
]
