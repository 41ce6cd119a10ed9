"""TextBlob with our instances: Dutch everywhere, no corpus, no network."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.text import DutchAnalyzer, DutchBlob, DutchTokenizer, read_verdict

ROOT = Path(__file__).parents[3]


def test_the_analyser_and_tokeniser_are_handed_over_as_instances():
    blob = DutchBlob("Goed geholpen")
    assert isinstance(blob.analyzer, DutchAnalyzer)
    assert isinstance(blob.tokenizer, DutchTokenizer)
    assert isinstance(blob.sentences[0].analyzer, DutchAnalyzer)


@pytest.mark.parametrize("text", ["De hulp was fijn.", "Ik ben blij met mijn begeleider."])
def test_polarity_is_dutch_on_blob_sentence_and_sentiment(text):
    blob = DutchBlob(text)
    assert blob.polarity == blob.sentiment.polarity == blob.sentences[0].polarity > 0
    assert 0 < blob.subjectivity <= 1


def test_sentences_know_where_they_stand():
    text = "Goed.  Bel b.v. mevr. X.\nDank u"
    sentences = DutchBlob(text).sentences
    assert [s.raw for s in sentences] == ["Goed.", "Bel b.v. mevr. X.", "Dank u"]
    assert [text[s.start : s.end] for s in sentences] == [s.raw for s in sentences]


def test_words_leave_punctuation_out_and_keep_emoji():
    assert list(DutchBlob("Top, dank u! 👍").words) == ["Top", "dank", "u", "👍"]


def test_something_that_is_no_text_is_refused():
    with pytest.raises(TypeError):
        DutchBlob(3)


def test_the_assessments_carry_the_words_that_decided():
    assert [e.text for e in read_verdict("De brief is moeilijk").evidence] == ["moeilijk"]


_WITHOUT_NETWORK = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("network")
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
import nltk
nltk.data.path[:] = []
nltk.download = refuse
from analysis.openanswers.answer import analyse_answer
from analysis.text import DutchBlob
text = "Mijn begeleidster Rosa is aardig, maar de brief is moeilijk. Bel 06-12345678"
answer = analyse_answer(text)
assert answer.label == "gemengd", answer
assert len(answer.identifiers) == 2, answer
assert len(DutchBlob("Goed. Fijn").sentences) == 2
"""


def test_nothing_needs_a_corpus_or_the_network():
    run = [sys.executable, "-W", "error", "-c", _WITHOUT_NETWORK]
    subprocess.run(run, cwd=ROOT, check=True, timeout=60)


def test_importing_the_package_does_not_import_textblob():
    code = (
        "import sys, analysis, analysis.openanswers;"
        "sys.exit(any(m.split('.')[0] in {'textblob', 'nltk'} for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_only_one_module_imports_textblob():
    importing = set()
    for path in (ROOT / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "textblob" for name in names):
                importing.add(path.relative_to(ROOT).as_posix())
    assert importing == {"analysis/text.py"}
