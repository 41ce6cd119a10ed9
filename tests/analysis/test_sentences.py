"""Sentences: they follow the numbers, claim nothing unsupported and stay short and plain."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cells import scores_from
from analysis.comparisons.expectation import (
    expectation_gap,
    perceived_gap,
    published_gap,
    published_perceived,
)
from analysis.comparisons.parties import Comparison, PartyScores, compare_parties
from analysis.comparisons.phases import phase_trend
from analysis.comparisons.waves import WaveCell, wave_trends
from analysis.estimates.calibration import Margin, Sample
from analysis.estimates.welch import Difference, Summary
from analysis.outcomes.ladder import movement
from analysis.outcomes.stars import ProviderResult, provider_stars
from analysis.response.representativeness import published_representativeness, representativeness
from analysis.response.weighting import weighting
from analysis.sentences import (
    Sentence,
    Subject,
    UnsupportedClaimError,
    cell_sentence,
    comparison_sentence,
    gap_sentence,
    movement_sentence,
    perceived_sentence,
    phase_sentence,
    response_sentence,
    stars_sentence,
    supported_text,
    unsupported_claims,
    wave_sentence,
    weighting_sentence,
)
from analysis.sentences.words import decimal, komma, percent
from analysis.table import CellCounts, evaluation_table

ABOUT = Subject("de bejegening", "the treatment")
LONGEST_PART = 26  # words; a B1 sentence with a margin in brackets


def parts(text):
    """Return the sentences of a text."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)


def is_short_and_whole(found):
    """Check length and endings of both languages."""
    for text in (found.nl, found.en):
        assert 1 <= len(parts(text)) <= 2, text
        assert text[0].isupper(), text
        assert text.endswith("."), text
        assert all(len(part.split()) <= LONGEST_PART for part in parts(text)), text
        assert "None" not in text


def cell_words(numbers, population=None):
    """Return the sentence of a cell with one question from answer -> people."""
    counts = CellCounts(
        "R07-C", ("C302",), ("SQ",), {(value,): n for value, n in numbers.items()}, population
    )
    table = evaluation_table([counts])
    return cell_sentence(table.cells["R07-C"], ABOUT, table.data_version)


@settings(deadline=None, max_examples=80)
@given(
    st.dictionaries(st.sampled_from([1, 2, 3, 4, 5, 9]), st.integers(0, 15)),
    st.sampled_from([None, 40, 200]),
)
def test_every_cell_has_one_or_two_plain_sentences_without_claims(numbers, population):
    found = cell_words(numbers, population)
    is_short_and_whole(found)
    assert unsupported_claims(found.nl) == unsupported_claims(found.en) == ()


def test_a_shown_cell_names_mean_scale_people_and_margin():
    text = cell_words({4: 20, 3: 10, 2: 5}).nl
    assert "6,1 op een schaal van 0 tot 10, volgens 35 mensen" in text
    assert "tussen 5,4 en 6,7" in text


def test_cells_say_what_kind_of_figure_they_are():
    assert "geen antwoorden" in cell_words({}).nl
    assert "onherkenbaar" in cell_words({4: 3}).nl
    assert "3" not in cell_words({4: 3}).nl
    assert "aanwijzing" in cell_words({4: 4, 2: 2}).nl
    assert "voorzichtig" in cell_words({4: 6, 2: 6}).nl
    assert "Iedereen die gevraagd is" in cell_words({4: 20, 2: 20}, 40).nl
    assert "Alle antwoorden zijn gelijk" in cell_words({4: 30}).nl
    assert "gelijk" not in cell_words({4: 12}).nl


def test_a_sentence_knows_when_its_figures_have_changed():
    one, other = cell_words({4: 20, 2: 5}), cell_words({4: 20, 2: 6})
    assert one.is_outdated(other.data_version)
    assert not one.is_outdated(one.data_version)
    assert not cell_words({4: 20, 2: 5}).is_outdated(one.data_version)


@pytest.mark.parametrize(
    "text",
    [
        "Er is een stijging van 0,4 punt.",
        "De cijfers stijgen.",
        "Er is een verschil tussen de gemeente en de cliënten.",
        "De bejegening is verbeterd.",
        "Het oordeel is hoger dan vorig jaar.",
        "De wachttijd nam toe.",
        "Het oordeel is hoger.",
        "De cliënten geven een lagere score.",
        "Het gaat beter.",
        "Er is een daling. Dat is niet erg.",
        "There is an increase.",
        "The two groups differ.",
        "The score is higher now.",
        "The judgement has improved.",
        "Er is geen twijfel: een stijging.",
        "Niet alleen de gemeente ziet een stijging.",
        "Het oordeel is niet slecht en stijgt.",
        "De daling is niet klein.",
        "Het oordeel neemt duidelijk af.",
        "Cliënten zijn tevredener geworden.",
        "Het cijfer ging omhoog.",
        "De score is opgelopen.",
        "Minder tevreden dan vorig jaar.",
        "Er is een kloof tussen de partijen.",
        "The score went up.",
        "Satisfaction has grown.",
        "Employers are less satisfied than clients.",
    ],
)
def test_a_claim_without_evidence_is_refused(text):
    with pytest.raises(UnsupportedClaimError):
        supported_text(text, supported=False)
    assert supported_text(text, supported=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "Er is geen verschil aangetoond.",
        "Een stijging is niet te zien.",
        "Het cijfer stijgt niet.",
        "Het is niet zo dat er een stijging is.",
        "Een verschil met het gemiddelde is niet aangetoond.",
        "Geen stijging of daling aangetoond.",
        "The score did not rise.",
        "Een kleine groep is positief.",
        "No difference was shown.",
        "De cijfers liggen dicht bij elkaar.",
        "De verschillende vragen staan ernaast.",
    ],
)
def test_a_denial_and_other_words_are_let_through(text):
    assert supported_text(text, supported=False) == text


steps = st.sampled_from([0.0, 2.5, 5.0, 6.25, 7.5, 10.0])
groups = st.lists(steps, min_size=0, max_size=30)


@settings(deadline=None, max_examples=80)
@given(groups, groups)
def test_a_comparison_claims_exactly_when_the_difference_is_shown(a, b):
    pair = (PartyScores("x", "G", scores_from(a)), PartyScores("x", "C", scores_from(b)))
    one = compare_parties([pair])[0]
    found = comparison_sentence(one, ABOUT, "v1")
    is_short_and_whole(found)
    assert bool(unsupported_claims(found.nl)) == one.shown
    assert bool(unsupported_claims(found.en)) == one.shown


def test_the_judgement_of_the_higher_party_is_called_more_favourable():
    g = PartyScores("x", "G", scores_from([7.5, 10] * 10))
    c = PartyScores("x", "C", scores_from([2.5, 5] * 10))
    for pair in ((g, c), (c, g)):
        text = comparison_sentence(compare_parties([pair])[0], ABOUT, "v1").nl
        assert "van de gemeente gunstiger dan dat van de cliënten: 5,0 punten" in text
        assert "blinde vlek" in text


def test_a_significant_adjusted_p_without_a_clear_interval_is_still_refused():
    one = Comparison(
        "x", "W", "C", tested=True, welch=Difference(0.4, low=-0.1, high=0.9), shown=True
    )
    assert unsupported_claims(comparison_sentence(one, ABOUT, "v1").nl) == ()


def test_a_possible_blind_spot_stays_a_possibility():
    g = PartyScores("x", "G", scores_from([7.5, 5, 7.5, 5, 7.5]))
    c = PartyScores("x", "C", scores_from([2.5, 7.5, 5, 5, 7.5, 2.5]))
    one = compare_parties([(g, c)])[0]
    assert one.verdict
    assert not one.shown
    assert "Mogelijk" in comparison_sentence(one, ABOUT, "v1").nl


@settings(deadline=None, max_examples=60)
@given(groups, groups, groups)
def test_a_phase_sentence_claims_exactly_when_there_is_a_trend(a, b, c):
    names = ("PRE", "AANVANG", "TIJDENS")
    trend = phase_trend(
        [(name, scores_from(values)) for name, values in zip(names, (a, b, c), strict=True)]
    )
    found = phase_sentence(trend, ABOUT, "v1")
    is_short_and_whole(found)
    change = trend.last_minus_first.difference or 0.0
    same_story = {"stijgend": change > 0, "dalend": change < 0}.get(trend.direction, False)
    assert bool(unsupported_claims(found.nl)) == same_story
    assert bool(unsupported_claims(found.en)) == same_story
    assert "achteruitgang" not in found.nl


summaries = st.builds(Summary, st.integers(0, 60), st.floats(0, 10), st.floats(0, 4))


@settings(deadline=None, max_examples=80)
@given(summaries, summaries, st.booleans())
def test_a_wave_sentence_claims_exactly_when_the_change_is_shown(earlier, later, mixed):
    trend = wave_trends([WaveCell("R03-C", earlier, later)])[0]
    found = wave_sentence(trend, ABOUT, "v1", mixed)
    is_short_and_whole(found)
    assert bool(unsupported_claims(found.nl)) == (trend.verdict in {"hoger", "lager"})


def test_a_changed_group_is_named_with_a_shown_change():
    cell = WaveCell("R03-C", Summary(24, 6.1, 2.1), Summary(28, 7.9, 1.8))
    text = wave_sentence(wave_trends([cell])[0], ABOUT, "v1", changed_mix=True).nl
    assert "hoger oordeel dan bij de vorige meting: 1,8 punten (marge 0,7 tot 2,9)" in text
    assert "anders samengesteld" in text


@pytest.mark.parametrize(
    ("answers", "felt", "claims", "words"),
    [
        ({(8.0, 7.0): 3}, {}, False, "Te weinig mensen"),
        ({(8.0, 7.0): 4, (8.0, 8.0): 3}, {}, False, "weten we niet zeker"),
        ({(8.0, 6.0): 10, (8.0, 7.0): 9}, {1: 12}, True, "1,5 punt lager dan verwacht"),
        ({(8.0, 6.0): 10, (8.0, 7.0): 9}, {5: 12}, False, "geen conclusie"),
        ({(8.0, 6.0): 10, (8.0, 9.9): 9}, {}, False, "weten we niet zeker"),
        ({}, {}, False, "Te weinig mensen"),
    ],
)
def test_the_gap_is_only_named_when_the_interval_leaves_out_zero(answers, felt, claims, words):
    gap = published_gap(expectation_gap(answers))
    found = gap_sentence(gap, perceived_gap(felt), "v1")
    is_short_and_whole(found)
    assert words in found.nl
    assert bool(unsupported_claims(found.nl)) == claims


def test_the_perceived_gap_is_told_or_kept_back():
    told = perceived_sentence(published_perceived({5: 4, 3: 8, 2: 4}), "v1")
    kept = perceived_sentence(published_perceived({5: 16, 2: 1}), "v1")
    is_short_and_whole(told)
    is_short_and_whole(kept)
    assert "25 procent" in told.nl
    assert "tonen we niet" in kept.nl


@pytest.mark.parametrize("answers", [(2, 1), (30, 30), (50, 10), (36, 50), (40, 3)])
def test_the_response_is_told_without_claims(answers):
    raw = representativeness(dict(zip("ab", answers, strict=True)), {"a": 100, "b": 100})
    found = response_sentence(published_representativeness(raw), "v1")
    is_short_and_whole(found)
    assert unsupported_claims(found.nl) == ()


def test_the_weighted_mean_stands_beside_the_plain_one():
    sample = Sample.of([(("a",), 5.0, 40), (("b",), 7.5, 20)])
    found = weighting(sample, [Margin("groep", {"a": 100, "b": 100})], 200)
    words = weighting_sentence(found, "v1")
    is_short_and_whole(words)
    assert "Gewogen is het gemiddelde 6,3, zonder weging 5,8." in words.nl


def test_stars_are_no_verdict_when_the_average_is_not_excluded():
    rows = [ProviderResult("P1", "klein", 30, 16), ProviderResult("P2", "klein", 30, 15)]
    for one in provider_stars(rows).providers:
        found = stars_sentence(one, "v1")
        is_short_and_whole(found)
        assert "niet aangetoond" in found.nl
    far = [ProviderResult("P1", "klein", 100, 90), ProviderResult("P2", "klein", 100, 10)]
    texts = [stars_sentence(one, "v1").nl for one in provider_stars(far).providers]
    assert "meer trajecten" in texts[0]
    assert "minder trajecten" in texts[1]


def test_movement_names_a_direction_only_when_the_test_shows_one():
    shown = movement_sentence(movement([(2, 3)] * 9 + [(3, 3)] * 11), "v1")
    plain = movement_sentence(movement([(2, 3)] * 3 + [(3, 2)] * 3 + [(3, 3)] * 8), "v1")
    whole = movement_sentence(movement([(2, 3)] * 12), "v1")
    for found in (shown, plain, whole):
        is_short_and_whole(found)
    assert "bewoog de groep omhoog" in shown.nl
    assert "niet aangetoond" in plain.nl
    assert "minstens 90 procent" in whole.nl
    assert "100" not in whole.nl


def test_numbers_are_rounded_half_up_at_output_only():
    assert (komma(6.25), decimal(6.25), komma(-0.04), percent(0.125)) == ("6,3", "6.3", "0,0", "13")


def test_a_sentence_is_a_frozen_pair_with_its_version():
    assert Sentence("a.", "b.", "v1") == Sentence("a.", "b.", "v1")
