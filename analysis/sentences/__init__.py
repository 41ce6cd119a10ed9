"""The sentence that belongs to a result: plain Dutch (B1) and English, at most two sentences.

Rule-based: direction, size, certainty, number of people and margin come from the result itself.
"""

from analysis.sentences.cells import cell_sentence
from analysis.sentences.comparisons import comparison_sentence, phase_sentence, wave_sentence
from analysis.sentences.expectations import gap_sentence, perceived_sentence
from analysis.sentences.outcomes import movement_sentence, stars_sentence
from analysis.sentences.responses import response_sentence, weighting_sentence
from analysis.sentences.words import (
    Sentence,
    Subject,
    UnsupportedClaimError,
    supported_text,
    unsupported_claims,
)

__all__ = [
    "Sentence",
    "Subject",
    "UnsupportedClaimError",
    "cell_sentence",
    "comparison_sentence",
    "gap_sentence",
    "movement_sentence",
    "perceived_sentence",
    "phase_sentence",
    "response_sentence",
    "stars_sentence",
    "supported_text",
    "unsupported_claims",
    "wave_sentence",
    "weighting_sentence",
]
